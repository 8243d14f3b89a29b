package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.BackChannelLogout.LoggedOut;
import dev.hubwright.api.auth.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks the tokens by which the issuer tells that somebody logged out there (OpenID Connect Back-Channel Logout 1.0). */
final class LogoutTokens {

    private static final String WHAT = "logout token";
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private final TokenVerifier verifier;
    private final Clock clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    LogoutTokens(OidcConfig config, SigningKeys keys, Clock clock) {
        this.verifier =
                new TokenVerifier(config, keys, clock, new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null);
        this.clock = clock;
    }

    LoggedOut verify(Endpoints endpoints, String token) throws Refusal, ProviderException, InterruptedException {
        JWTClaimsSet claims = verifier.verify(endpoints, token, WHAT);
        if (!(claims.getClaim("events") instanceof Map<?, ?> events) || !(events.get(EVENT) instanceof Map)) {
            throw Refusal.unproved("The logout token is about something else");
        }
        if (claims.getClaim("nonce") != null) {
            throw Refusal.unproved("The logout token has a nonce, as only ID tokens have");
        }
        Object session = claims.getClaim("sid");
        String subject = claims.getSubject();
        if (!(session instanceof String) && (subject == null || subject.isBlank())) {
            throw Refusal.unproved("The logout token names neither a session nor a person");
        }
        checkReplay(claims);
        return session instanceof String id
                ? new LoggedOut(Set.of(), Set.of(id))
                : new LoggedOut(Set.of(new Subject(endpoints.issuer().orElseThrow(), subject)), Set.of());
    }

    private void checkReplay(JWTClaimsSet claims) throws Refusal {
        Instant now = clock.instant();
        Instant made = TokenVerifier.instant(claims.getIssueTime());
        if (made.isBefore(now.minus(MEMORY))) {
            throw Refusal.unproved("The logout token was made at " + made + ", too long ago");
        }
        seen.values().removeIf(time -> time.isBefore(now.minus(MEMORY.multipliedBy(2))));
        if (claims.getJWTID() == null || seen.putIfAbsent(claims.getJWTID(), now) != null) {
            throw Refusal.unproved("The logout token has no id, or came before");
        }
    }
}
