package dev.hubwright.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Gets a token from a hub elsewhere by asking a person with a browser (RFC 8628). */
final class DeviceLogin {

    private static final String CLIENT = "hubwright-device";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SLOWER_BY = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI hub;
    private final PrintWriter messages;

    /**
     * Connects to nothing yet.
     *
     * @param address of the hub, with or without {@code /hub/} at its end
     * @param messages what the person has to read
     */
    DeviceLogin(URI address, PrintWriter messages) {
        String text = address.toString().replaceFirst("/+$", "");
        this.hub = URI.create((text.endsWith("/hub") ? text : text + "/hub") + "/");
        this.messages = messages;
    }

    /**
     * Asks, and waits for the answer for as long as the hub does.
     *
     * @param authenticator whose identity provider takes the code, in place of a page of the hub
     */
    Secret token(String scopes, Optional<String> authenticator) throws ProviderException, InterruptedException {
        if (hub.getScheme().equals("http") && !isThisMachine(hub.getHost())) {
            messages.println("warning: the token comes over a plain connection; use https");
        }
        Map<String, String> wish = new HashMap<>(Map.of("client_id", CLIENT, "scope", scopes));
        authenticator.ifPresent(name -> wish.put("authenticator", name));
        Answer asked = post("api/oauth2/device_authorization", wish);
        if (asked.status() == 404) {
            throw failed("gives no tokens this way; an administrator has set JupyterHub.device_login to false");
        }
        if (asked.status() != 200) {
            throw failed("said no: " + asked.why());
        }
        messages.println(
                "Open " + asked.text("verification_uri") + " in a browser and type " + asked.text("user_code"));
        messages.flush();
        return await(asked);
    }

    private Secret await(Answer asked) throws ProviderException, InterruptedException {
        long seconds = Math.max(1, asked.json().path("interval").asLong(SLOWER_BY));
        Map<String, String> question = Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "client_id",
                CLIENT,
                "device_code",
                asked.text("device_code"));
        while (true) {
            TimeUnit.SECONDS.sleep(seconds);
            Answer answer = post("api/oauth2/token", question);
            if (answer.status() == 200) {
                return Secret.of(answer.text("access_token"));
            }
            switch (answer.text("error")) {
                case "authorization_pending" -> {}
                case "slow_down" -> seconds += SLOWER_BY;
                case "access_denied" -> throw failed("gives no token: the person at the browser has said no");
                case "expired_token" -> throw failed("waits no longer; begin again");
                default -> throw failed("said no: " + answer.why());
            }
        }
    }

    private Answer post(String operation, Map<String, String> fields) throws ProviderException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(hub.resolve(operation))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parsed(response));
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The hub cannot be reached", "The hub at " + hub + " cannot be reached: " + e, e);
        }
    }

    private JsonNode parsed(HttpResponse<String> response) throws ProviderException {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw failed("answers " + response.statusCode() + " and no JSON; is it the address of a hub?");
        }
    }

    private ProviderException failed(String what) {
        return ProviderException.permanent("There is no token", "The hub at " + hub + " " + what);
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private record Answer(int status, JsonNode json) {

        String text(String name) {
            return json.path(name).asText("");
        }

        String why() {
            return json.has("error_description") ? text("error_description") : "status " + status;
        }
    }
}
