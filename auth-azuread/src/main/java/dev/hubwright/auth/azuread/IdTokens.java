package dev.hubwright.auth.azuread;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Checks ID tokens, which MSAL4J does not: all that OpenID Connect Core asks for, and whose tenant they are of. */
final class IdTokens {

    private final AzureAdConfig config;
    private final SignedTokens tokens;
    private final Clock clock;

    IdTokens(AzureAdConfig config, SignedTokens tokens, Clock clock) {
        this.config = config;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * The claims of an ID token.
     *
     * @param accessToken what came with it
     * @param nonce what this login asked for; empty for a refresh, where it is not repeated
     * @throws Refusal if the token is not to be believed
     */
    Map<String, Object> verify(String token, String accessToken, Optional<String> nonce)
            throws Refusal, ProviderException, InterruptedException {
        SignedTokens.Unproved unproved = tokens.read(token, "ID token");
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(unproved.issuer()), new ClientID(config.clientId()), unproved.keys(), null);
        validator.setMaxClockSkew((int) config.get(AzureAdSettings.CLOCK_SKEW).toSeconds());
        try {
            validator.validate(unproved.token(), nonce.map(Nonce::new).orElse(null));
        } catch (BadJOSEException e) {
            throw Refusal.unproved("The ID token is refused: " + Words.printable(e.getMessage()));
        } catch (JOSEException e) {
            throw tokens.unverifiable(e);
        }
        checkTheRest(unproved.claims(), accessToken);
        return unproved.token().getPayload().toJSONObject();
    }

    private void checkTheRest(JWTClaimsSet claims, String accessToken) throws Refusal {
        SignedTokens.id(claims, "oid");
        Instant latest = clock.instant().plus(config.get(AzureAdSettings.CLOCK_SKEW));
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(latest)) {
            throw Refusal.unproved("The ID token begins at "
                    + claims.getNotBeforeTime().toInstant() + ", which is to come; compare the clocks");
        }
        Object party = claims.getClaim("azp");
        if (party == null ? claims.getAudience().size() > 1 : !config.clientId().equals(party)) {
            throw Refusal.unproved("The ID token was made for another client (azp)");
        }
        if (claims.getClaim("at_hash") instanceof String hash) {
            try {
                AccessTokenValidator.validate(
                        new BearerAccessToken(accessToken), JWSAlgorithm.RS256, new AccessTokenHash(hash));
            } catch (InvalidHashException e) {
                throw Refusal.unproved("The ID token came with another access token than it was made with (at_hash)");
            }
        }
    }
}
