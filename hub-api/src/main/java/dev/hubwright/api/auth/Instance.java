package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One authenticator under its name, with its rules. Thread-safe. */
final class Instance {

    private static final Logger LOG = LoggerFactory.getLogger(LoginPipeline.class);
    private static final Duration REST_AFTER_OUTAGE = Duration.ofSeconds(30);

    private final String name;
    private final Authenticator authenticator;
    private volatile LoginRules rules;
    private final ProviderCalls calls;
    private final Clock clock;
    private final Duration patience;
    private volatile Instant restsUntil = Instant.MIN;

    Instance(
            String name,
            Authenticator authenticator,
            LoginRules rules,
            ProviderCalls calls,
            Clock clock,
            Duration patience) {
        this.name = name;
        this.authenticator = authenticator;
        this.rules = rules;
        this.calls = calls;
        this.clock = clock;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    LoginRules rules() {
        return rules;
    }

    void replaceRules(LoginRules next) {
        rules = next;
    }

    /** Whether people reach it by the form and not by a button of its own. */
    boolean isForm() {
        return authenticator.capability(LoginLabel.class).isEmpty();
    }

    /** The same as {@link #authenticate}, told step by step as far as the authenticator can. */
    AuthResult explain(AuthRequest request, Consumer<Diagnosis.Step> told)
            throws ProviderException, InterruptedException {
        Optional<Diagnosis> diagnosis = authenticator.capability(Diagnosis.class);
        return calls.call(
                () -> diagnosis.isPresent()
                        ? diagnosis.get().explain(request, told)
                        : authenticator.authenticate(request),
                patience);
    }

    AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
        Instant now = clock.instant();
        Instant latest = now.plus(patience);
        Instant deadline = request.deadline().filter(latest::isAfter).orElse(latest);
        AuthRequest limited = request.withDeadline(deadline);
        return calls.call(() -> authenticator.authenticate(limited), Duration.between(now, deadline));
    }

    AuthResult refresh(Identity identity, Opaque authState) throws ProviderException, InterruptedException {
        try {
            return calls.call(() -> authenticator.refresh(identity, authState), patience);
        } catch (ProviderException e) {
            // Else every request of everybody would wait for a directory that is down.
            restsUntil = clock.instant().plus(REST_AFTER_OUTAGE);
            throw e;
        }
    }

    /** Where to send somebody who logs out; a mistake of the provider must not keep them from it. */
    Optional<URI> logout(UserRecord user) {
        try {
            return authenticator.logout(Candidate.said(user), user.authState());
        } catch (RuntimeException e) {
            LOG.error("Authenticator {} has a defect: no address to log out at", name, e);
            return Optional.empty();
        }
    }

    /** What a message of the identity provider ends; empty if this authenticator takes none. */
    Optional<BackChannelLogout.LoggedOut> loggedOut(AuthRequest request)
            throws ProviderException, InterruptedException {
        Optional<BackChannelLogout> backChannel = authenticator.capability(BackChannelLogout.class);
        return backChannel.isEmpty()
                ? Optional.empty()
                : Optional.of(calls.call(() -> backChannel.get().loggedOut(request), patience));
    }

    /** Whether people of this authenticator can get tokens for {@code resource}, with a slash at its end or without. */
    boolean gives(String resource) {
        return givesTokens() && isListed(resource);
    }

    /** Whether a service may exchange tokens of people of this authenticator for ones for {@code resource}. */
    boolean exchanges(String service, String resource) {
        return authenticator.capability(OnBehalfOf.class).isPresent()
                && rules.tokenServices().contains(service)
                && isListed(resource);
    }

    private boolean isListed(String resource) {
        return rules.tokenResources().stream()
                .anyMatch(allowed -> withoutSlash(allowed).equals(withoutSlash(resource)));
    }

    /** Whether people of this authenticator can get tokens for anything. */
    boolean givesTokens() {
        return !rules.tokenResources().isEmpty()
                && authenticator.capability(TokenSource.class).isPresent();
    }

    private static String withoutSlash(String resource) {
        return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
    }

    TokenAnswer token(Identity identity, Opaque authState, String resource)
            throws ProviderException, InterruptedException {
        TokenSource source = authenticator.capability(TokenSource.class).orElseThrow();
        return calls.call(() -> source.token(identity, authState, resource), patience);
    }

    /** A login by a code; empty if this authenticator gives out none. */
    Optional<DeviceCodes.DeviceCode> deviceCode() throws ProviderException, InterruptedException {
        Optional<DeviceCodes> codes = authenticator.capability(DeviceCodes.class);
        return codes.isEmpty() ? Optional.empty() : calls.call(() -> codes.get().begin(), patience);
    }

    Optional<AuthResult> poll(Opaque flow) throws ProviderException, InterruptedException {
        DeviceCodes codes = authenticator.capability(DeviceCodes.class).orElseThrow();
        return calls.call(() -> codes.poll(flow), patience);
    }

    AuthResult holder(Secret token) throws ProviderException, InterruptedException {
        OnBehalfOf source = authenticator.capability(OnBehalfOf.class).orElseThrow();
        return calls.call(() -> source.holder(token), patience);
    }

    TokenAnswer onBehalfOf(Secret token, String resource) throws ProviderException, InterruptedException {
        OnBehalfOf source = authenticator.capability(OnBehalfOf.class).orElseThrow();
        return calls.call(() -> source.onBehalfOf(token, resource), patience);
    }

    /** Whether it is time to ask again about somebody. */
    boolean isDue(UserRecord user) {
        Duration age = rules.authRefreshAge();
        Instant now = clock.instant();
        return !age.isZero()
                && !now.isBefore(restsUntil)
                && user.authenticated()
                        .map(asked -> !now.isBefore(asked.plus(age)))
                        .orElse(true);
    }
}
