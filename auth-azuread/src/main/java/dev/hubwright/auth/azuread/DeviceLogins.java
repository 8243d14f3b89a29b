package dev.hubwright.auth.azuread;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.DeviceCodes.DeviceCode;
import dev.hubwright.api.auth.OAuthSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Logins by a code that is typed at Microsoft. MSAL4J waits for the person on a thread of its own, which a hub that may be
 * restarted cannot; so the code is asked for here, and MSAL4J gets the refresh token.
 */
final class DeviceLogins {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String DEVICE_CODE = "device_code";
    private static final Set<String> WAITING = Set.of("authorization_pending", "slow_down");
    private static final Set<String> OVER =
            Set.of("expired_token", "code_expired", "bad_verification_code", "invalid_grant");

    private final AzureAdConfig config;
    private final MicrosoftHttp http;
    private final TokenRequests requests;
    private final IdTokens idTokens;
    private final People people;

    DeviceLogins(AzureAdConfig config, MicrosoftHttp http, TokenRequests requests, IdTokens idTokens, People people) {
        this.config = config;
        this.http = http;
        this.requests = requests;
        this.idTokens = idTokens;
        this.people = people;
    }

    Optional<DeviceCode> begin() throws ProviderException, InterruptedException {
        if (!config.get(AzureAdSettings.ALLOW_DEVICE_CODE)) {
            return Optional.empty();
        }
        URI target = URI.create(config.authority() + "/oauth2/v2.0/devicecode");
        String scope = String.join(" ", AzureAdConfig.asked(config.scopes()));
        Map<String, Object> answer = ask(target, Map.of("client_id", config.clientId(), "scope", scope));
        if (!(answer.get(DEVICE_CODE) instanceof String code)
                || !(answer.get("user_code") instanceof String userCode)
                || !(answer.get("verification_uri") instanceof String page)) {
            throw ProviderException.permanent(
                    config.service() + " gives out no codes. Tell the administrator of this hub.",
                    "Microsoft answers " + error(answer) + " when asked for a device code; allow public client flows "
                            + "in the app registration, or remove AzureAdOAuthenticator.allow_device_code");
        }
        return Optional.of(new DeviceCode(
                userCode,
                URI.create(page),
                seconds(answer, "interval", 5),
                seconds(answer, "expires_in", 900),
                Opaque.of(1, Map.of(DEVICE_CODE, code))));
    }

    Optional<AuthResult> poll(Opaque flow) throws Refusal, ProviderException, InterruptedException {
        URI target = config.find(OAuthSettings.TOKEN_URL)
                .orElseGet(() -> URI.create(config.authority() + "/oauth2/v2.0/token"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", GRANT);
        form.put("client_id", config.clientId());
        form.put(DEVICE_CODE, flow.text(DEVICE_CODE).orElse(""));
        Map<String, Object> answer = ask(target, form);
        if (answer.get("refresh_token") instanceof String refreshToken) {
            return Optional.of(granted(refreshToken));
        }
        String error = error(answer);
        if (WAITING.contains(error)) {
            return Optional.empty();
        }
        if (OVER.contains(error)) {
            throw Refusal.expired("Microsoft gives no tokens for the device code: " + error);
        }
        throw Refusal.of(
                DenialReason.NOT_PERMITTED,
                config.service() + " did not log you in. You can begin again.",
                "Microsoft answers " + error + " to the device code");
    }

    private AuthResult granted(String refreshToken) throws Refusal, ProviderException, InterruptedException {
        try {
            Tokens tokens = requests.ofRefreshToken(refreshToken, config.scopes());
            String idToken = tokens.idToken().orElseThrow(() -> Refusal.unproved("Microsoft gave no ID token"));
            // Nobody was sent anywhere, so there is no nonce that could come back.
            return people.granted(tokens, idTokens.verify(idToken, tokens.accessToken(), Optional.empty()));
        } catch (NoTokens e) {
            throw Logins.refusal(e);
        }
    }

    private Map<String, Object> ask(URI target, Map<String, String> fields)
            throws ProviderException, InterruptedException {
        Map<String, List<String>> form = new LinkedHashMap<>();
        fields.forEach((name, value) -> form.put(name, List.of(value)));
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(URLUtils.serializeParameters(form)));
        try {
            MicrosoftHttp.Answer answer = http.send(request, target);
            if (answer.status() >= 500 || answer.status() == 429) {
                throw new IOException("it answers with status " + answer.status());
            }
            return answer.json();
        } catch (IOException e) {
            throw http.outage("Cannot ask " + target, e);
        }
    }

    private static String error(Map<String, Object> answer) {
        return Words.printable(answer.getOrDefault("error", "something without an error"));
    }

    private static Duration seconds(Map<String, Object> answer, String name, long usual) {
        return Duration.ofSeconds(answer.get(name) instanceof Number number ? Math.max(1, number.longValue()) : usual);
    }
}
