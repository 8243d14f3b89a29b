package dev.hubwright.auth.oidc;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.hubwright.api.contract.Keycloak;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Changes a realm while tests run. */
final class KeycloakAdmin {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI realm;
    private final String token;

    KeycloakAdmin(Keycloak keycloak, String realm) throws Exception {
        this.realm = keycloak.url().resolve("admin/realms/" + realm);
        Map<String, String> login = Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", Keycloak.ADMIN_PASSWORD);
        HttpRequest request = HttpRequest.newBuilder(
                        keycloak.url().resolve("realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Forms.body(login)))
                .build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        this.token = (String) JSONObjectUtils.parse(answer).get("access_token");
    }

    /** Signs with a new key from now on; the old ones stay known. */
    void rotateKeys() throws Exception {
        String id = (String) JSONObjectUtils.parse(send("GET", "", "")).get("id");
        Map<String, Object> key = Map.of(
                "name", "newer",
                "providerId", "rsa-generated",
                "providerType", "org.keycloak.keys.KeyProvider",
                "parentId", id,
                "config", Map.of("priority", List.of("500"), "keySize", List.of("2048")));
        send("POST", "/components", JSONObjectUtils.toJSONString(key));
    }

    void leave(String person, String groupName) throws Exception {
        send(
                "DELETE",
                "/users/" + idOf("/users?exact=true&username=" + person) + "/groups/"
                        + idOf("/groups?exact=true&search=" + groupName),
                "");
    }

    void join(String person, String groupName) throws Exception {
        send(
                "PUT",
                "/users/" + idOf("/users?exact=true&username=" + person) + "/groups/"
                        + idOf("/groups?exact=true&search=" + groupName),
                "");
    }

    void enable(String person, boolean enabled) throws Exception {
        send(
                "PUT",
                "/users/" + idOf("/users?exact=true&username=" + person),
                JSONObjectUtils.toJSONString(Map.of("enabled", enabled)));
    }

    private String idOf(String query) throws Exception {
        Map<?, ?> first =
                (Map<?, ?>) JSONArrayUtils.parse(send("GET", query, "")).get(0);
        return (String) first.get("id");
    }

    private String send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
