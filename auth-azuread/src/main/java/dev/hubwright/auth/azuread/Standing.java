package dev.hubwright.auth.azuread;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.TokenAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks again at people who logged in earlier, and gets tokens of theirs for other services. */
final class Standing {

    private final AzureAdConfig config;
    private final TokenRequests requests;
    private final IdTokens idTokens;
    private final People people;

    Standing(AzureAdConfig config, TokenRequests requests, IdTokens idTokens, People people) {
        this.config = config;
        this.requests = requests;
        this.idTokens = idTokens;
        this.people = people;
    }

    /**
     * Asks Microsoft when the access token is over; until then what is kept is as good as its answer.
     *
     * @param state empty where the operator keeps nothing, and then nobody can be asked
     */
    AuthResult of(Identity identity, Opaque state) throws Refusal, ProviderException, InterruptedException {
        Optional<String> cache = AuthStates.cache(state);
        if (cache.isEmpty() && !config.get(AuthenticatorSettings.ENABLE_AUTH_STATE)) {
            return AuthResult.granted(identity, state);
        }
        if (cache.isEmpty()) {
            // It was encrypted with a key that is gone, or is from a time when nothing was kept.
            throw Refusal.of(DenialReason.FLOW_EXPIRED, "Please log in again.", "nothing that was kept can be read");
        }
        try {
            Tokens tokens = requests.silently(cache.get(), config.scopes());
            Map<String, Object> claims = tokens.fresh() && tokens.idToken().isPresent()
                    ? idTokens.verify(tokens.idToken().get(), tokens.accessToken(), Optional.empty())
                    : AuthStates.claims(state);
            return people.again(identity, tokens, claims, state);
        } catch (NoTokens e) {
            throw Refusal.of(
                    e.isDisabled() ? DenialReason.ACCOUNT_DISABLED : DenialReason.FLOW_EXPIRED,
                    "Please log in again.",
                    "Microsoft does not renew the login: " + e.getMessage());
        }
    }

    TokenAnswer token(Opaque state, String resource) throws ProviderException, InterruptedException {
        Set<String> scopes = resource.isBlank() ? config.scopes() : Set.of(resource + "/.default");
        Optional<String> cache = AuthStates.cache(state);
        if (cache.isEmpty()) {
            return new TokenAnswer.LoginNeeded(Opaque.empty());
        }
        try {
            Tokens tokens = requests.silently(cache.get(), scopes);
            return new TokenAnswer.Issued(
                    Secret.of(tokens.accessToken()), tokens.expires(), AuthStates.with(state, tokens.cache()));
        } catch (NoTokens e) {
            return Exchanges.answer(config, scopes, e);
        }
    }
}
