package dev.hubwright.auth.oidc;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.OAuthSettings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes tokens of codes and of refresh tokens. */
final class TokenRequests {

    private static final Set<String> CLIENT_ERRORS =
            Set.of("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_request");

    private final OidcConfig config;
    private final ProviderHttp http;
    private final ClientProof proof;
    private final Clock clock;

    TokenRequests(OidcConfig config, ProviderHttp http, Clock clock) {
        this.config = config;
        this.http = http;
        this.proof = new ClientProof(config);
        this.clock = clock;
    }

    /** @param verifier the secret of PKCE; empty where it is switched off */
    Tokens ofCode(Endpoints endpoints, String code, String callback, String verifier)
            throws Refusal, ProviderException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback);
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        form.putAll(config.get(OAuthSettings.TOKEN_PARAMS));
        return ask(endpoints, form, List.of(code, verifier), "tokens for a code");
    }

    /**
     * Gives the old refresh token back where the provider makes no new one.
     *
     * @param resource the one service that the token is for; empty for the provider's own choice
     * @throws Refusal if the provider wants the person to log in again
     */
    Tokens ofRefreshToken(Endpoints endpoints, String refreshToken, Optional<String> resource)
            throws Refusal, ProviderException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        resource.ifPresent(text -> form.put("resource", text));
        return ask(endpoints, form, List.of(refreshToken), "tokens for a refresh token")
                .orRefreshToken(refreshToken);
    }

    private Tokens ask(Endpoints endpoints, Map<String, String> form, List<String> secrets, String what)
            throws Refusal, ProviderException, InterruptedException {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, endpoints.token());
        request.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        request.setBody(Forms.body(form));
        proof.addTo(request, endpoints);
        ProviderHttp.Answer answer = http.exchange(request, what);
        Map<String, Object> response = http.json(answer, endpoints.token(), what);
        // Some services report errors with status 200.
        if (response.containsKey("error") || !answer.isSuccess()) {
            throw refusal(response, answer.status(), secrets, what);
        }
        return Tokens.read(response, config.scopes(), clock.instant())
                .orElseThrow(() -> Refusal.unproved("The answer to a request for " + what + " has no access_token"));
    }

    /** @throws ProviderException if it is the hub that the provider does not want, and not the person */
    private Refusal refusal(Map<String, Object> response, int status, List<String> secrets, String what)
            throws ProviderException {
        String error = String.valueOf(response.getOrDefault("error", "status " + status));
        String description = String.valueOf(response.getOrDefault("error_description", ""));
        String shown = Words.printable(error + (description.isEmpty() ? "" : ": " + description), all(secrets));
        String detail = "No " + what + ": " + shown;
        if (error.equals("invalid_grant")) {
            return Refusal.expired(detail);
        }
        if (CLIENT_ERRORS.contains(error)) {
            throw ProviderException.permanent(
                    config.service() + " cannot be used now. Tell the administrator of this hub.",
                    detail + "; check GenericOAuthenticator.client_id, client_secret and client_auth_method");
        }
        return Refusal.of(
                DenialReason.NOT_PERMITTED, config.service() + " does not let you in. Please begin again.", detail);
    }

    private List<String> all(List<String> secrets) {
        return Stream.concat(secrets.stream(), Stream.of(config.clientSecret().reveal()))
                .toList();
    }
}
