package dev.hubwright.auth.azuread;

import dev.hubwright.api.Health;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DeviceCodes;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginLabel;
import dev.hubwright.api.auth.OAuthSettings;
import dev.hubwright.api.auth.OnBehalfOf;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.auth.TokenSource;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sends people to Microsoft and believes what can be proved of what comes back. */
final class AzureAdAuthenticator implements Authenticator, LoginLabel, TokenSource, OnBehalfOf, DeviceCodes {

    private final AzureAdConfig config;
    private final MicrosoftHttp http;
    private final Tenant tenant;
    private final Logins logins;
    private final Standing standing;
    private final Exchanges exchanges;
    private final DeviceLogins deviceLogins;

    AzureAdAuthenticator(AzureAdConfig config, ProviderContext context) {
        this.config = config;
        this.http = new MicrosoftHttp(config, context.http());
        this.tenant = new Tenant(config, http, context.clock());
        TokenRequests requests = new TokenRequests(config, http);
        SignedTokens signed = new SignedTokens(config, tenant, http);
        IdTokens idTokens = new IdTokens(config, signed, context.clock());
        People people = new People(config, requests, http);
        this.logins = new Logins(config, tenant, requests, idTokens, people, context);
        this.standing = new Standing(config, requests, idTokens, people);
        this.deviceLogins = new DeviceLogins(config, http, requests, idTokens, people);
        this.exchanges = new Exchanges(config, requests, new HubTokens(config, signed));
    }

    @Override
    public AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
        try {
            if (request.flow().isPresent()) {
                return logins.end(request, request.flow().get());
            }
        } catch (Refusal e) {
            return e.result();
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

    @Override
    public Optional<DeviceCode> begin() throws ProviderException, InterruptedException {
        return deviceLogins.begin();
    }

    @Override
    public Optional<AuthResult> poll(Opaque flow) throws ProviderException, InterruptedException {
        try {
            return deviceLogins.poll(flow);
        } catch (Refusal e) {
            return Optional.of(e.result());
        }
    }

    @Override
    public AuthResult holder(Secret token) throws ProviderException, InterruptedException {
        try {
            return exchanges.holder(token);
        } catch (Refusal e) {
            return e.result();
        }
    }

    @Override
    public TokenAnswer onBehalfOf(Secret token, String resource) throws ProviderException, InterruptedException {
        try {
            return exchanges.exchanged(token, resource);
        } catch (Refusal e) {
            return new TokenAnswer.Forbidden(e.getMessage());
        }
    }

    /** The operator's own address; else Microsoft's, which asks no question where the token has a login hint. */
    @Override
    public Optional<URI> logout(Identity identity, Opaque authState) {
        String hint = AuthStates.claims(authState).get("login_hint") instanceof String text
                ? "?logout_hint=" + URLEncoder.encode(text, StandardCharsets.UTF_8)
                : "";
        return config.find(OAuthSettings.LOGOUT_REDIRECT_URL)
                .or(() -> Optional.of(URI.create(config.authority() + "/oauth2/v2.0/logout" + hint)));
    }

    @Override
    public String loginService() {
        return config.service();
    }

    @Override
    public Health health() {
        Optional<String> trouble = tenant.trouble();
        if (trouble.isEmpty()) {
            return Health.up();
        }
        return tenant.isKnown() ? Health.degraded(trouble.get()) : Health.down(trouble.get());
    }

    @Override
    public void close() {
        http.close();
    }
}
