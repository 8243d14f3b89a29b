package dev.hubwright.examples;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import java.util.Map;
import java.util.Optional;

// quote
/** Lets in people who know the number on their badge. */
final class BadgeAuthenticator implements Authenticator {

    private final Map<String, String> badges;

    BadgeAuthenticator(Map<String, String> badges) {
        this.badges = Map.copyOf(badges);
    }

    @Override
    public AuthResult authenticate(AuthRequest request) {
        if (request.field("password").isEmpty()) {
            return AuthResult.notMine();
        }
        Optional<Secret> badge =
                Optional.ofNullable(badges.get(request.username())).map(Secret::of);
        // Comparing secrets takes as long whether or not the first digits are right.
        return badge.filter(request.password()::equals).isPresent()
                ? AuthResult.granted(Identity.of(request.username()))
                : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
    }
}
// end of quote
