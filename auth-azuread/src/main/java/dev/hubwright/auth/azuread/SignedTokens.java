package dev.hubwright.auth.azuread;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.ProviderException;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What all tokens of Microsoft have in common: whose tenant they are of, and who may have signed them. */
final class SignedTokens {

    private static final String V1_ISSUER = "https://sts.windows.net/";
    private static final String V1_ISSUER_CHINA = "https://sts.chinacloudapi.cn/";

    private final AzureAdConfig config;
    private final Tenant tenant;
    private final SigningKeys keys;
    private final MicrosoftHttp http;

    SignedTokens(AzureAdConfig config, Tenant tenant, MicrosoftHttp http) {
        this.config = config;
        this.tenant = tenant;
        this.keys = new SigningKeys(http);
        this.http = http;
    }

    /**
     * A token that was read and is not proved yet.
     *
     * @param issuer the one that may have made a token for the tenant that it names
     */
    record Unproved(SignedJWT token, JWTClaimsSet claims, String issuer, JWSKeySelector<SecurityContext> keys) {}

    /**
     * Reads a token of one of the operator's tenants.
     *
     * @param what it is, for messages
     */
    Unproved read(String token, String what) throws Refusal, ProviderException, InterruptedException {
        SignedJWT parsed = parse(token, what);
        JWTClaimsSet claims = claims(parsed, what);
        Tenant.Document document = tenant.document();
        return new Unproved(
                parsed,
                claims,
                issuer(document, claims),
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys.at(document.keys())));
    }

    private static SignedJWT parse(String token, String what) throws Refusal {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            // What it says may quote the token.
            throw Refusal.unproved("The " + what + " is not a signed token; expected one with RS256");
        }
    }

    private static JWTClaimsSet claims(SignedJWT token, String what) throws Refusal {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw Refusal.unproved("The " + what + " holds no claims");
        }
    }

    private String issuer(Tenant.Document document, JWTClaimsSet claims) throws Refusal {
        String id = id(claims, "tid");
        Optional<String> issuer = document.issuerFor(id);
        Set<String> allowed = config.allowedTenants();
        if (issuer.isEmpty() || config.isSeveralTenants() && !allowed.contains(id)) {
            throw Refusal.unproved("The token is of the tenant " + id + ", not of " + document.issuer()
                    + "; check AzureAdOAuthenticator.tenant_id and allowed_tenants");
        }
        String v1 = (document.issuer().contains(".cn/") ? V1_ISSUER_CHINA : V1_ISSUER) + id + "/";
        boolean first = config.get(AzureAdSettings.ACCEPT_V1_TOKENS) && v1.equals(claims.getIssuer());
        return first ? v1 : issuer.get();
    }

    /** An id in lower case, from a claim that people cannot change. */
    static String id(JWTClaimsSet claims, String name) throws Refusal {
        if (claims.getClaim(name) instanceof String text && AzureAdSettings.isId(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        throw Refusal.unproved("The token has no " + name + "; ask for the scope profile");
    }

    /** Why the signature of a token could not be checked, where that is not the token's fault. */
    ProviderException unverifiable(JOSEException e) throws Refusal, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while getting keys");
        }
        if (e instanceof RateLimitReachedException || e.getCause() instanceof RateLimitReachedException) {
            throw Refusal.unproved("The token bears a key that Microsoft did not have a moment ago");
        }
        if (e instanceof KeySourceException) {
            return http.outage("Cannot get the keys of tokens", e);
        }
        throw Refusal.unproved("The token cannot be verified: " + Words.printable(e.getMessage()));
    }
}
