package dev.hubwright.auth.azuread;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import dev.hubwright.api.ProviderException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks ID tokens, which MSAL4J does not: all that OpenID Connect Core asks for, and whose tenant they are of. */
final class IdTokens {

    private static final String V1_ISSUER = "https://sts.windows.net/";
    private static final String V1_ISSUER_CHINA = "https://sts.chinacloudapi.cn/";

    private final AzureAdConfig config;
    private final Tenant tenant;
    private final SigningKeys keys;
    private final MicrosoftHttp http;
    private final Clock clock;

    IdTokens(AzureAdConfig config, Tenant tenant, MicrosoftHttp http, Clock clock) {
        this.config = config;
        this.tenant = tenant;
        this.keys = new SigningKeys(http);
        this.http = http;
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
        SignedJWT parsed = parse(token);
        JWTClaimsSet unproved = claims(parsed);
        Tenant.Document document = tenant.document();
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(issuer(document, unproved)),
                new ClientID(config.clientId()),
                new JWSVerificationKeySelector<SecurityContext>(JWSAlgorithm.RS256, keys.at(document.keys())),
                null);
        validator.setMaxClockSkew((int) config.get(AzureAdSettings.CLOCK_SKEW).toSeconds());
        try {
            validator.validate(parsed, nonce.map(Nonce::new).orElse(null));
        } catch (BadJOSEException e) {
            throw Refusal.unproved("The ID token is refused: " + Words.printable(e.getMessage()));
        } catch (JOSEException e) {
            throw unverifiable(e);
        }
        checkTheRest(unproved, accessToken);
        return parsed.getPayload().toJSONObject();
    }

    private static SignedJWT parse(String token) throws Refusal {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            // What it says may quote the token.
            throw Refusal.unproved("The ID token is not a signed token; expected one with RS256");
        }
    }

    private static JWTClaimsSet claims(SignedJWT token) throws Refusal {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw Refusal.unproved("The ID token holds no claims");
        }
    }

    /** The one issuer that may have made a token for the tenant that it names. */
    private String issuer(Tenant.Document document, JWTClaimsSet claims) throws Refusal {
        String id = id(claims, "tid");
        Optional<String> issuer = document.issuerFor(id);
        Set<String> allowed = config.allowedTenants();
        if (issuer.isEmpty() || config.isSeveralTenants() && !allowed.contains(id)) {
            throw Refusal.unproved("The ID token is of the tenant " + id + ", not of " + document.issuer()
                    + "; check AzureAdOAuthenticator.tenant_id and allowed_tenants");
        }
        String v1 = (document.issuer().contains(".cn/") ? V1_ISSUER_CHINA : V1_ISSUER) + id + "/";
        boolean first = config.get(AzureAdSettings.ACCEPT_V1_TOKENS) && v1.equals(claims.getIssuer());
        return first ? v1 : issuer.get();
    }

    /** An id in lower case, from a claim that people cannot change. */
    private static String id(JWTClaimsSet claims, String name) throws Refusal {
        if (claims.getClaim(name) instanceof String text && AzureAdSettings.isId(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        throw Refusal.unproved("The ID token has no " + name + "; ask for the scope profile");
    }

    private ProviderException unverifiable(JOSEException e) throws Refusal, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while getting keys");
        }
        if (e instanceof RateLimitReachedException || e.getCause() instanceof RateLimitReachedException) {
            throw Refusal.unproved("The ID token bears a key that Microsoft did not have a moment ago");
        }
        if (e instanceof KeySourceException) {
            return http.outage("Cannot get the keys of ID tokens", e);
        }
        throw Refusal.unproved("The ID token cannot be verified: " + Words.printable(e.getMessage()));
    }

    private void checkTheRest(JWTClaimsSet claims, String accessToken) throws Refusal {
        id(claims, "oid");
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
