package dev.hubwright.auth.oidc;

import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.BackChannelLogout;
import dev.hubwright.api.auth.Diagnosis;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginLabel;
import dev.hubwright.api.auth.OAuthSettings;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.auth.TokenSource;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends people to an identity provider and believes what can be proved of what comes back. */
final class OidcAuthenticator implements Authenticator, LoginLabel, BackChannelLogout, TokenSource, Diagnosis {

    private final OidcConfig config;
    private final ProviderHttp http;
    private final Discovery discovery;
    private final Logins logins;
    private final Standing standing;
    private final LogoutTokens logoutTokens;
    private final Explanation explanation;

    OidcAuthenticator(OidcConfig config, ProviderContext context) {
        this.config = config;
        this.http = new ProviderHttp(config, context.http());
        this.discovery = new Discovery(config, http, context.clock());
        SigningKeys keys = new SigningKeys(http);
        TokenRequests tokenRequests = new TokenRequests(config, http, context.clock());
        IdTokens idTokens = new IdTokens(config, keys, context.clock());
        UserData userData = new UserData(config, http);
        People people = new People(config, userData);
        this.logins = new Logins(config, discovery, tokenRequests, idTokens, people, context);
        this.standing = new Standing(config, discovery, tokenRequests, idTokens, userData, people, context.clock());
        this.logoutTokens = new LogoutTokens(config, keys, context.clock());
        this.explanation = new Explanation(discovery, keys, logins);
    }

    @Override
    public AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
        if (request.flow().isPresent()) {
            try {
                return logins.end(request, request.flow().get());
            } catch (Refusal e) {
                return e.result();
            }
        }
        boolean isForm = request.field("username").isPresent()
                || request.field("password").isPresent();
        return isForm ? AuthResult.notMine() : logins.begin(request);
    }

    @Override
    public AuthResult refresh(Identity identity, Opaque authState) throws ProviderException, InterruptedException {
        try {
            return standing.of(identity, authState);
        } catch (Refusal e) {
            return e.result();
        }
    }

    @Override
    public TokenAnswer token(Identity identity, Opaque authState, String resource)
            throws ProviderException, InterruptedException {
        return standing.token(authState, resource);
    }

    /** The operator's own address; else the provider's, with the proof of who it is that logs out. */
    @Override
    public Optional<URI> logout(Identity identity, Opaque authState) {
        Optional<URI> own = config.find(OAuthSettings.LOGOUT_REDIRECT_URL);
        return own.isPresent()
                ? own
                : config.find(OidcSettings.END_SESSION_URL)
                        .or(() -> discovery.known().flatMap(Endpoints::endSession))
                        .map(address -> Forms.with(address, logoutParameters(authState)));
    }

    private Map<String, String> logoutParameters(Opaque authState) {
        Map<String, String> parameters = new LinkedHashMap<>();
        authState.text(AuthStates.ID_TOKEN).ifPresent(token -> parameters.put("id_token_hint", token));
        parameters.put("client_id", config.clientId());
        config.find(OidcSettings.POST_LOGOUT_REDIRECT_URL)
                .ifPresent(uri -> parameters.put("post_logout_redirect_uri", uri.toString()));
        return parameters;
    }

    @Override
    public LoggedOut loggedOut(AuthRequest request) throws ProviderException, InterruptedException {
        Optional<String> token = request.field("logout_token").map(Secret::reveal);
        if (token.isEmpty() || config.issuer().isEmpty()) {
            return LoggedOut.nobody();
        }
        try {
            return logoutTokens.verify(discovery.endpoints(), token.get());
        } catch (Refusal e) {
            return LoggedOut.nobody();
        }
    }

    @Override
    public AuthResult explain(AuthRequest request, Consumer<Step> told) throws ProviderException, InterruptedException {
        return request.flow().isPresent() ? authenticate(request) : explanation.of(request, told);
    }

    @Override
    public String loginService() {
        return config.service();
    }

    /** Who has written down all addresses has said that there is no description to look at. */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == HealthCheck.class) {
            return discovery.asks() ? Optional.of(type.cast((HealthCheck) this::check)) : Optional.empty();
        }
        return Authenticator.super.capability(type);
    }

    private Health check() throws InterruptedException {
        discovery.lookAgain();
        return health();
    }

    @Override
    public Health health() {
        Optional<String> trouble = discovery.trouble();
        if (trouble.isEmpty()) {
            return Health.up();
        }
        return discovery.known().isPresent() ? Health.degraded(trouble.get()) : Health.down(trouble.get());
    }

    @Override
    public void close() {
        http.close();
    }
}
