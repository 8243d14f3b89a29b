package dev.hubwright.hub;

import dev.hubwright.api.Health;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.BackChannelLogout;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginLabel;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.auth.TokenSource;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authenticator that sends browsers elsewhere and believes the code that they bring back: {@code alice} for alice,
 * {@code alice/s1} in the provider's session s1. A logout message is the text {@code sub:alice} or {@code sid:s1}.
 */
final class FakeProvider implements Authenticator, LoginLabel, BackChannelLogout, TokenSource {

    static final String RESOURCE = "https://storage.example/";

    private final String name;
    private final AtomicInteger states = new AtomicInteger();
    private final AtomicInteger rotations = new AtomicInteger();
    private volatile Optional<ProviderException> outage = Optional.empty();
    private volatile Optional<String> notice = Optional.empty();
    private volatile TokenAnswer tokenAnswer;
    private volatile boolean member = true;
    private volatile AuthRequest lastBegun;

    FakeProvider(String name) {
        this.name = name;
    }

    @Override
    public String loginService() {
        return name;
    }

    @Override
    public AuthResult authenticate(AuthRequest request) throws ProviderException {
        if (outage.isPresent()) {
            throw outage.get();
        }
        if (request.flow().isEmpty()) {
            lastBegun = request;
            String state = name + "-state-" + states.incrementAndGet();
            return AuthResult.redirect(
                    URI.create("https://" + name + ".example/authorize?client_id=hub&state=" + state),
                    Opaque.of(1, Map.of("state", state)));
        }
        if (!request.query("state").equals(request.flow().get().text("state"))) {
            return AuthResult.denied(DenialReason.FLOW_EXPIRED);
        }
        if (request.query("error").isPresent()) {
            return AuthResult.denied(DenialReason.NOT_PERMITTED).withDetail("the provider says access_denied");
        }
        String[] code = request.query("code").orElseThrow().split("/");
        AuthResult.Granted granted = AuthResult.granted(identity(code[0]), state(0));
        granted = code.length > 1 ? granted.withSession(code[1]) : granted;
        return notice.isPresent() ? granted.withNotice(notice.get()) : granted;
    }

    private Identity identity(String user) {
        return Identity.of(user).withSubject(subject(user)).withGroups(member ? Set.of("members") : Set.of());
    }

    private Subject subject(String user) {
        return new Subject("https://" + name + ".example", user);
    }

    private static Opaque state(int rotation) {
        return Opaque.of(
                1,
                Map.of(
                        "access_token", "upstream-token-" + rotation,
                        "refresh_token", "refresh-" + rotation,
                        "oauth_user", Map.of("email", "alice@example.org")));
    }

    @Override
    public AuthResult refresh(Identity identity, Opaque authState) throws ProviderException {
        if (outage.isPresent()) {
            throw outage.get();
        }
        return AuthResult.granted(identity(identity.name()), authState);
    }

    @Override
    public Optional<URI> logout(Identity identity, Opaque authState) {
        return Optional.of(URI.create("https://" + name + ".example/logout?user=" + identity.name()));
    }

    @Override
    public LoggedOut loggedOut(AuthRequest request) throws ProviderException {
        if (outage.isPresent()) {
            throw outage.get();
        }
        String message = request.field("logout_token").map(Secret::reveal).orElse("");
        if (message.startsWith("sub:")) {
            return new LoggedOut(Set.of(subject(message.substring(4))), Set.of());
        }
        return message.startsWith("sid:") ? new LoggedOut(Set.of(), Set.of(message.substring(4))) : LoggedOut.nobody();
    }

    /** Gives a token for each refresh token once. */
    @Override
    public TokenAnswer token(Identity identity, Opaque authState, String resource) throws ProviderException {
        if (outage.isPresent()) {
            throw outage.get();
        }
        if (tokenAnswer != null) {
            return tokenAnswer;
        }
        int rotation = rotations.get();
        if (!authState.text("refresh_token").equals(Optional.of("refresh-" + rotation))) {
            return new TokenAnswer.Forbidden("This refresh token was used before");
        }
        return new TokenAnswer.Issued(
                Secret.of("fresh-token-" + rotation),
                Instant.now().plusSeconds(3600),
                state(rotations.incrementAndGet()));
    }

    @Override
    public Health health() {
        return outage.isPresent() ? Health.down("cannot be reached") : Health.up();
    }

    void fail() {
        outage = Optional.of(ProviderException.retryable(
                name + " cannot be reached. Try again in a minute.", "connection refused by " + name));
    }

    void recover() {
        outage = Optional.empty();
    }

    void says(String text) {
        notice = Optional.of(text);
    }

    void endMembership() {
        member = false;
    }

    void answersTokens(TokenAnswer answer) {
        tokenAnswer = answer;
    }

    AuthRequest lastBegun() {
        return lastBegun;
    }
}
