package dev.hubwright.auth.azuread;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.hubwright.api.ProviderException;
import java.util.Set;

/** Checks access tokens that people gave to services for the hub, by which a service may ask for others. */
final class HubTokens {

    private final AzureAdConfig config;
    private final SignedTokens tokens;

    HubTokens(AzureAdConfig config, SignedTokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    /**
     * The claims of an access token for the hub.
     *
     * @throws Refusal if it is not to be believed, is for somebody else, or is of a program and not of a person
     */
    JWTClaimsSet verify(String token) throws Refusal, ProviderException, InterruptedException {
        SignedTokens.Unproved unproved = tokens.read(token, "access token");
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                Set.of(config.clientId(), "api://" + config.clientId()),
                new JWTClaimsSet.Builder().issuer(unproved.issuer()).build(),
                // Microsoft gives no scp to programs that come without a person.
                Set.of("exp", "oid", "scp"),
                Set.of("nonce"));
        claims.setMaxClockSkew((int) config.get(AzureAdSettings.CLOCK_SKEW).toSeconds());
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(unproved.keys());
        processor.setJWTClaimsSetVerifier(claims);
        try {
            processor.process(unproved.token(), null);
        } catch (BadJOSEException e) {
            throw Refusal.unproved("The access token is refused: " + Words.printable(e.getMessage()));
        } catch (JOSEException e) {
            throw tokens.unverifiable(e);
        }
        SignedTokens.id(unproved.claims(), "oid");
        return unproved.claims();
    }
}
