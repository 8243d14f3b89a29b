package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.hubwright.api.ProviderException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Checks what all tokens signed by the issuer have in common: signature, issuer, audience and times. */
final class TokenVerifier {

    /** Those whose key only the issuer has. */
    static final List<String> SAFE_ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private final OidcConfig config;
    private final SigningKeys keys;
    private final Clock clock;
    private final DefaultJOSEObjectTypeVerifier<SecurityContext> types;

    /** @param types what the header may say that the token is; null stands for nothing */
    TokenVerifier(OidcConfig config, SigningKeys keys, Clock clock, JOSEObjectType... types) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
        this.types = new DefaultJOSEObjectTypeVerifier<>(types);
    }

    static boolean isSafeAlgorithm(String text) {
        return SAFE_ALGORITHMS.contains(text);
    }

    /**
     * The claims of a token.
     *
     * @param what what it is called, for the operator
     * @throws Refusal if it is not to be believed
     */
    JWTClaimsSet verify(Endpoints endpoints, String token, String what)
            throws Refusal, ProviderException, InterruptedException {
        JWTClaimsSet claims = signed(endpoints, token, what);
        String issuer = endpoints.issuer().orElseThrow();
        if (!issuer.equals(claims.getIssuer())) {
            throw Refusal.unproved("The " + what + " is of the issuer \""
                    + Words.printable(String.valueOf(claims.getIssuer())) + "\", not " + issuer);
        }
        if (!claims.getAudience().contains(config.clientId())) {
            throw Refusal.unproved("The " + what + " is not for the client \"" + config.clientId() + "\"");
        }
        checkTimes(claims, what);
        return claims;
    }

    private JWTClaimsSet signed(Endpoints endpoints, String token, String what)
            throws Refusal, ProviderException, InterruptedException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(types);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(config.get(OidcSettings.ID_TOKEN_ALG)),
                keys.at(endpoints.keys().orElseThrow())));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        try {
            return processor.process(SignedJWT.parse(token), null);
        } catch (ParseException e) {
            // What it says may quote the token.
            throw Refusal.unproved("The " + what + " is not a signed token; expected one with "
                    + config.get(OidcSettings.ID_TOKEN_ALG));
        } catch (BadJOSEException e) {
            throw Refusal.unproved("The " + what + " is refused: " + Words.printable(e.getMessage()));
        } catch (JOSEException e) {
            throw unverifiable(e, what);
        }
    }

    private Refusal unverifiable(JOSEException e, String what) throws ProviderException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while getting keys");
        }
        if (e instanceof RateLimitReachedException || e.getCause() instanceof RateLimitReachedException) {
            return Refusal.unproved("The " + what + " bears a key that the issuer did not have a moment ago");
        }
        if (e instanceof KeySourceException) {
            throw outage(e);
        }
        return Refusal.unproved("The " + what + " cannot be verified: " + Words.printable(e.getMessage()));
    }

    private ProviderException outage(JOSEException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderException outage) {
                return outage;
            }
        }
        return ProviderException.retryable(
                config.service() + " cannot be reached; try again in a minute.", Words.of(e), e);
    }

    private void checkTimes(JWTClaimsSet claims, String what) throws Refusal {
        Duration skew = config.clockSkew();
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null || claims.getIssueTime() == null) {
            throw Refusal.unproved("The " + what + " does not say when it was made and when it ends");
        }
        if (!now.isBefore(instant(claims.getExpirationTime()).plus(skew))) {
            throw Refusal.unproved("The " + what + " ended at " + instant(claims.getExpirationTime())
                    + ", and here it is " + now + "; compare the clocks");
        }
        checkPast(claims.getIssueTime(), now.plus(skew), "The " + what + " is made");
        checkPast(claims.getNotBeforeTime(), now.plus(skew), "The " + what + " begins");
    }

    private static void checkPast(Date time, Instant latest, String what) throws Refusal {
        if (time != null && instant(time).isAfter(latest)) {
            throw Refusal.unproved(what + " at " + instant(time) + ", which is to come; compare the clocks");
        }
    }

    /** Of any subclass of {@code Date}. */
    static Instant instant(Date date) {
        return Instant.ofEpochMilli(date.getTime());
    }
}
