package dev.hubwright.auth.oidc;

import com.nimbusds.jwt.JWTParser;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.TokenAnswer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Looks again at people who logged in earlier, and gets fresh tokens for them. */
final class Standing {

    private static final Duration NEARLY = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    private final OidcConfig config;
    private final Discovery discovery;
    private final TokenRequests tokenRequests;
    private final IdTokens idTokens;
    private final UserData userData;
    private final People people;
    private final Clock clock;
    private final RefreshFlights flights;

    Standing(
            OidcConfig config,
            Discovery discovery,
            TokenRequests tokenRequests,
            IdTokens idTokens,
            UserData userData,
            People people,
            Clock clock) {
        this.config = config;
        this.discovery = discovery;
        this.tokenRequests = tokenRequests;
        this.idTokens = idTokens;
        this.userData = userData;
        this.people = people;
        this.clock = clock;
        this.flights = new RefreshFlights(clock);
    }

    /** @param state empty where the operator keeps nothing, and then nobody can be asked */
    AuthResult of(Identity identity, Opaque state) throws Refusal, ProviderException, InterruptedException {
        Optional<Tokens> kept = AuthStates.tokens(state);
        if (kept.isEmpty()) {
            return AuthResult.granted(identity, state);
        }
        Endpoints endpoints = discovery.endpoints();
        if (isFresh(kept.get())) {
            Optional<AuthResult> answer = asked(endpoints, identity, kept.get(), state);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (kept.get().refreshToken().isEmpty()) {
            throw Refusal.expired("The access token ended, and there is no refresh token");
        }
        return renewed(endpoints, identity, refreshed(endpoints, kept.get(), Optional.empty()), state);
    }

    private AuthResult renewed(Endpoints endpoints, Identity identity, Tokens tokens, Opaque state)
            throws Refusal, InterruptedException {
        try {
            Map<String, Object> idClaims = idClaims(endpoints, tokens);
            Map<String, Object> claims = people.claims(endpoints, tokens, idClaims);
            return people.again(identity, tokens, claims.isEmpty() ? user(state) : claims, state);
        } catch (ProviderException e) {
            // The old refresh token is spent. What came in its place must not be lost because the next question failed.
            Map<String, Object> values = AuthStates.values(tokens.withoutIdToken(), user(state), state);
            return AuthResult.granted(identity, AuthStates.of(values));
        }
    }

    /** What the provider says to the access token that is there; empty if that is not enough to know. */
    private Optional<AuthResult> asked(Endpoints endpoints, Identity identity, Tokens kept, Opaque state)
            throws Refusal, ProviderException, InterruptedException {
        if (endpoints.userdata().isEmpty()) {
            return kept.refreshToken().isPresent()
                    ? Optional.empty()
                    : Optional.of(AuthResult.granted(identity, state));
        }
        Optional<Map<String, Object>> description =
                userData.of(endpoints.userdata().get(), kept);
        if (description.isEmpty() || kept.refreshToken().isPresent() && lacksGroups(kept, description.get())) {
            return Optional.empty();
        }
        Map<String, Object> claims = new LinkedHashMap<>(claimsOf(kept));
        claims.putAll(description.get());
        return Optional.of(people.again(identity, kept, claims, state));
    }

    /** Whether the groups stood in the ID token alone, of which only a refresh makes a new one. */
    private boolean lacksGroups(Tokens kept, Map<String, Object> description) {
        return ClaimPath.find(AuthStates.values(kept, description, Opaque.empty()), config.groupsKey())
                        .isEmpty()
                && ClaimPath.find(AuthStates.values(kept, claimsOf(kept), Opaque.empty()), config.groupsKey())
                        .isPresent();
    }

    /** Without a look at the signature, which was checked before the token was kept. */
    private Map<String, Object> claimsOf(Tokens kept) {
        try {
            return kept.idToken().isEmpty() || config.issuer().isEmpty()
                    ? Map.of()
                    : JWTParser.parse(kept.idToken().get()).getJWTClaimsSet().getClaims();
        } catch (ParseException e) {
            return Map.of();
        }
    }

    private Map<String, Object> idClaims(Endpoints endpoints, Tokens tokens)
            throws Refusal, ProviderException, InterruptedException {
        return endpoints.issuer().isPresent() && tokens.idToken().isPresent()
                ? idTokens.verify(endpoints, tokens, Optional.empty())
                : Map.of();
    }

    private static Map<String, Object> user(Opaque state) {
        Map<String, Object> user = new LinkedHashMap<>();
        if (state.values().get(AuthStates.USER) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> user.put(String.valueOf(name), value));
        }
        return user;
    }

    private boolean isFresh(Tokens tokens) {
        Instant soon = clock.instant().plus(NEARLY);
        return tokens.expires().map(soon::isBefore).orElse(true);
    }

    private Tokens refreshed(Endpoints endpoints, Tokens kept, Optional<String> resource)
            throws Refusal, ProviderException, InterruptedException {
        String token = kept.refreshToken().orElseThrow();
        return flights.run(
                token + " " + resource.orElse(""), () -> tokenRequests.ofRefreshToken(endpoints, token, resource));
    }

    /** The person's own access token, or one for another service, if settings name it. */
    TokenAnswer token(Opaque state, String resource) throws ProviderException, InterruptedException {
        Optional<String> service = isOwn(resource) ? Optional.empty() : Optional.of(resource);
        if (service.isPresent()
                && !config.get(AuthenticatorSettings.TOKEN_RESOURCES).contains(resource)) {
            return new TokenAnswer.Forbidden("This hub gives no tokens for that service.");
        }
        Optional<Tokens> kept = AuthStates.tokens(state);
        if (kept.isPresent() && service.isEmpty() && isFresh(kept.get())) {
            return issued(kept.get(), state);
        }
        if (kept.isEmpty() || kept.get().refreshToken().isEmpty()) {
            return new TokenAnswer.LoginNeeded(Opaque.empty());
        }
        try {
            Endpoints endpoints = discovery.endpoints();
            Tokens tokens = refreshed(endpoints, kept.get(), service);
            if (service.isPresent()) {
                return issued(
                        tokens,
                        AuthStates.with(
                                state,
                                Map.of(
                                        AuthStates.REFRESH_TOKEN,
                                        tokens.refreshToken().orElseThrow())));
            }
            return issued(tokens, AuthStates.of(AuthStates.values(tokens.withoutIdToken(), user(state), state)));
        } catch (Refusal e) {
            return new TokenAnswer.LoginNeeded(Opaque.empty());
        }
    }

    /** Whether it is the token that the login gave, for the provider itself. */
    private boolean isOwn(String resource) {
        return resource.isBlank()
                || resource.equals(AuthStates.ACCESS_TOKEN)
                || Optional.of(resource).equals(config.issuer());
    }

    private TokenAnswer issued(Tokens tokens, Opaque state) {
        return new TokenAnswer.Issued(
                Secret.of(tokens.accessToken()),
                tokens.expires().orElseGet(() -> clock.instant().plus(UNKNOWN_LIFE)),
                state);
    }
}
