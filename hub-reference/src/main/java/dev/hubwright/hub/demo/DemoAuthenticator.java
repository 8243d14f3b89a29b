package dev.hubwright.hub.demo;

import dev.hubwright.api.Health;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes everybody at their word who has the password. */
final class DemoAuthenticator implements Authenticator {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N} ._@+-]{0,254}");

    private static final String ADVICE = "set DemoAuthenticator.password";

    private final Optional<Secret> password;
    private final Health health;

    private DemoAuthenticator(Optional<Secret> password, Health health) {
        this.password = password;
        this.health = health;
    }

    static DemoAuthenticator withPassword(Secret password) {
        String message = "The demo authenticator believes every name; use it on hubs that only you can reach";
        return new DemoAuthenticator(Optional.of(password), Health.degraded(message));
    }

    static DemoAuthenticator withAnyPassword(boolean meant) {
        String message = "ANYBODY CAN LOG IN AS ANYBODY: the demo authenticator takes every password; "
                + (meant ? "DemoAuthenticator.allow_any_password is true" : ADVICE);
        return new DemoAuthenticator(Optional.empty(), Health.degraded(message));
    }

    @Override
    public AuthResult authenticate(AuthRequest request) {
        if (request.field("username").isEmpty() && request.field("password").isEmpty()) {
            return AuthResult.notMine();
        }
        return isRight(request.password()) && NAME.matcher(request.username()).matches()
                ? AuthResult.granted(Identity.of(request.username()))
                : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
    }

    @Override
    public Health health() {
        return health;
    }

    private boolean isRight(Secret typed) {
        return !typed.isEmpty()
                && typed.reveal().indexOf('\0') < 0
                && password.map(typed::equals).orElse(true);
    }
}
