package dev.hubwright.auth.oidc;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks the provider to describe the person to whom a token belongs. */
final class UserData {

    private static final String WHAT = "the description of a person";

    private final OidcConfig config;
    private final ProviderHttp http;

    UserData(OidcConfig config, ProviderHttp http) {
        this.config = config;
        this.http = http;
    }

    /** The description; empty if the provider does not take the token, or not any more. */
    Optional<Map<String, Object>> of(URI address, Tokens tokens) throws ProviderException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>(config.get(OAuthSettings.USERDATA_PARAMS));
        if (config.tokenInUrl()) {
            parameters.put("access_token", tokens.accessToken());
        }
        HTTPRequest.Method method = HTTPRequest.Method.valueOf(
                config.get(OidcSettings.USERDATA_METHOD).toUpperCase(Locale.ROOT));
        HTTPRequest request = new HTTPRequest(method, Forms.with(address, parameters));
        if (method == HTTPRequest.Method.POST) {
            request.setEntityContentType(ContentType.APPLICATION_URLENCODED);
            request.setBody("");
        }
        if (!config.tokenInUrl()) {
            String type = tokens.tokenType().equalsIgnoreCase("bearer") ? "Bearer" : tokens.tokenType();
            request.setAuthorization(type + " " + tokens.accessToken());
        }
        ProviderHttp.Answer answer = http.exchange(request, WHAT);
        return answer.isSuccess() ? Optional.of(http.json(answer, address, WHAT)) : Optional.empty();
    }
}
