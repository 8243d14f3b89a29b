package dev.hubwright.api.contract;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authenticator that knows whom a test tells it, answers a test's own answers instead when told to, and counts.
 * Thread-safe.
 */
public final class FakeAuthenticator implements Authenticator {

    private final Map<String, Secret> passwords = new ConcurrentHashMap<>();
    private final Map<String, Identity> identities = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refreshed = new AtomicInteger();
    private volatile Opaque authState = Opaque.empty();
    private volatile Behaviour behaviour = this::check;
    private volatile Optional<Behaviour> refreshing = Optional.empty();
    private volatile boolean broken;
    private volatile boolean closed;

    /** What it does when it is asked. */
    @FunctionalInterface
    public interface Behaviour {

        /** Answers one request. */
        AuthResult answer(AuthRequest request) throws ProviderException, InterruptedException;
    }

    /** Knows a person. */
    public FakeAuthenticator knows(String username, String password) {
        return knows(username, password, Identity.of(username));
    }

    /** Knows a person who types {@code username} and is {@code identity}. */
    public FakeAuthenticator knows(String username, String password, Identity identity) {
        passwords.put(username, Secret.of(password));
        identities.put(username, identity);
        return this;
    }

    /** Wants this kept about everybody from now on. */
    public FakeAuthenticator keeps(Opaque state) {
        authState = state;
        return this;
    }

    /** Answers every login like this from now on. */
    public FakeAuthenticator answers(Behaviour value) {
        behaviour = value;
        return this;
    }

    /** Answers every refresh like this from now on; the request is empty. */
    public FakeAuthenticator refreshes(Behaviour value) {
        refreshing = Optional.of(value);
        return this;
    }

    /** Cannot ask its backend from now on. */
    public void breakDown() {
        broken = true;
    }

    /** Can ask its backend again. */
    public void recover() {
        broken = false;
    }

    /** How often it was asked to authenticate. */
    public int asked() {
        return asked.get();
    }

    /** How often it was asked to refresh. */
    public int refreshed() {
        return refreshed.get();
    }

    @Override
    public AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
        asked.incrementAndGet();
        return behaviour.answer(request);
    }

    @Override
    public AuthResult refresh(Identity identity, Opaque state) throws ProviderException, InterruptedException {
        refreshed.incrementAndGet();
        failIfBroken();
        Optional<Behaviour> scripted = refreshing;
        return scripted.isPresent()
                ? scripted.get().answer(AuthRequest.builder().build())
                : AuthResult.granted(identity, state);
    }

    @Override
    public void close() {
        closed = true;
    }

    private AuthResult check(AuthRequest request) throws ProviderException {
        String password = request.password().reveal();
        if (password.isEmpty() || password.indexOf('\0') >= 0) {
            return AuthResult.denied(DenialReason.BAD_CREDENTIALS);
        }
        failIfBroken();
        boolean right = request.password().equals(passwords.get(request.username()));
        return right
                ? AuthResult.granted(identities.get(request.username()), authState)
                : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
    }

    private void failIfBroken() throws ProviderException {
        if (broken || closed) {
            throw ProviderException.retryable(
                    "The directory cannot be reached. Try again in a minute.", "The fake directory is down");
        }
    }
}
