package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.OAuthSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Checks ID tokens: everything that OpenID Connect Core asks for, and what libraries leave out. */
final class IdTokens {

    private static final String WHAT = "ID token";

    private final OidcConfig config;
    private final TokenVerifier verifier;
    private final Clock clock;

    IdTokens(OidcConfig config, SigningKeys keys, Clock clock) {
        this.config = config;
        this.verifier = new TokenVerifier(config, keys, clock, JOSEObjectType.JWT, null);
        this.clock = clock;
    }

    /**
     * The claims of the ID token among {@code tokens}.
     *
     * @param nonce what this login asked for; empty for a refresh, where it is not repeated
     */
    Map<String, Object> verify(Endpoints endpoints, Tokens tokens, Optional<String> nonce)
            throws Refusal, ProviderException, InterruptedException {
        JWTClaimsSet claims = verifier.verify(endpoints, tokens.idToken().orElseThrow(), WHAT);
        if (claims.getSubject() == null || claims.getSubject().isBlank()) {
            throw Refusal.unproved("The ID token has no sub");
        }
        checkAuthorizedParty(claims);
        if (nonce.isPresent() && !same(nonce.get(), claims.getClaim("nonce"))) {
            throw Refusal.unproved("The ID token has the nonce of another login, or none");
        }
        checkAccessToken(claims, tokens.accessToken());
        if (nonce.isPresent()) {
            checkAge(claims);
        }
        return claims.getClaims();
    }

    private void checkAuthorizedParty(JWTClaimsSet claims) throws Refusal {
        Object party = claims.getClaim("azp");
        if (party == null && claims.getAudience().size() > 1) {
            throw Refusal.unproved("The ID token is for several clients and does not say which of them asked (azp)");
        }
        if (party != null && !config.clientId().equals(party)) {
            throw Refusal.unproved("The ID token was made for the client \"" + Words.printable(String.valueOf(party))
                    + "\", not \"" + config.clientId() + "\"");
        }
    }

    private void checkAccessToken(JWTClaimsSet claims, String accessToken) throws Refusal {
        Object hash = claims.getClaim("at_hash");
        if (hash == null) {
            return;
        }
        String computed = AccessTokenHash.compute(
                        new BearerAccessToken(accessToken),
                        JWSAlgorithm.parse(config.get(OidcSettings.ID_TOKEN_ALG)),
                        null)
                .getValue();
        if (!same(computed, hash)) {
            throw Refusal.unproved("The ID token came with another access token than it was made with (at_hash)");
        }
    }

    /** Where the operator asked for a fresh login, the provider has to say that it was one. */
    private void checkAge(JWTClaimsSet claims) throws Refusal {
        String maxAge = config.get(OAuthSettings.EXTRA_AUTHORIZE_PARAMS).get("max_age");
        if (maxAge == null || !maxAge.matches("\\d{1,9}")) {
            return;
        }
        Instant oldest = clock.instant().minusSeconds(Long.parseLong(maxAge)).minus(config.clockSkew());
        if (!(claims.getClaim("auth_time") instanceof Number time)
                || Instant.ofEpochSecond(time.longValue()).isBefore(oldest)) {
            throw Refusal.unproved("The person did not log in at the provider within max_age = " + maxAge + " s");
        }
    }

    private static boolean same(String expected, Object actual) {
        return actual instanceof String text
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
