package dev.hubwright.auth.azuread;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.api.auth.TokenAnswer;
import java.util.Set;

/** Exchanges access tokens for the hub, which services hold, for ones of the same people for something else. */
final class Exchanges {

    private final AzureAdConfig config;
    private final TokenRequests requests;
    private final HubTokens hubTokens;

    Exchanges(AzureAdConfig config, TokenRequests requests, HubTokens hubTokens) {
        this.config = config;
        this.requests = requests;
        this.hubTokens = hubTokens;
    }

    AuthResult holder(Secret token) throws Refusal, ProviderException, InterruptedException {
        JWTClaimsSet claims = hubTokens.verify(token.reveal());
        Subject subject = People.subject(claims.getClaims());
        return AuthResult.granted(Identity.of(subject.id()).withSubject(subject));
    }

    TokenAnswer exchanged(Secret token, String resource) throws Refusal, ProviderException, InterruptedException {
        Subject subject = People.subject(hubTokens.verify(token.reveal()).getClaims());
        Set<String> scopes = resource.isBlank() ? config.scopes() : Set.of(resource + "/.default");
        try {
            Tokens tokens = requests.onBehalfOf(token.reveal(), subject.issuer(), scopes);
            return new TokenAnswer.Issued(Secret.of(tokens.accessToken()), tokens.expires(), Opaque.empty());
        } catch (NoTokens e) {
            return answer(config, scopes, e);
        }
    }

    /** What it means for somebody who wants a token that Microsoft gives none. */
    static TokenAnswer answer(AzureAdConfig config, Set<String> scopes, NoTokens refusal) {
        return refusal.needsThePerson()
                ? new TokenAnswer.LoginNeeded(Logins.hint(scopes, refusal.claims()))
                : new TokenAnswer.Forbidden(config.service() + " gives no token for that: " + refusal.getMessage());
    }
}
