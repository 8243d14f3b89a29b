package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that cannot be read is neither a refusal nor a fault of the client. */
@Timeout(120)
class RestOutageTest {

    /** What a hub answers out of itself, or has only where settings can be read again. */
    private static final Set<String> ALONE =
            Set.of("GET /", "GET /health", "GET /openapi.yaml", "POST /authorizations/token", "POST /reload");

    /** It is told by a header of its own who asks. */
    private static final String WITH_ANOTHER_HEADER = "GET /identity/token";

    /** Those answer with pages, or in the form of OAuth. */
    private static final String OF_OAUTH = " /oauth2/";

    @TempDir
    Path folder;

    @Test
    void isToldByEveryOperation() throws Exception {
        try (WholeHub hub = new WholeHub(folder, builder -> builder.namedServers(5))) {
            WholeHub.Api admin = hub.api("admin");
            LostTables.loseEverything(database());

            for (String operation : ApiContract.operations()) {
                if (!ALONE.contains(operation)
                        && !operation.equals(WITH_ANOTHER_HEADER)
                        && !operation.contains(OF_OAUTH)) {
                    isUnavailable(operation, admin);
                }
            }
        }
    }

    private static void isUnavailable(String operation, WholeHub.Api admin) {
        String[] words = operation.split(" ");
        String path =
                words[1].substring(1).replaceAll("\\{(user|owner)}", "admin").replaceAll("\\{\\w+}", "some");

        WebClient.Answer answer = admin.send(words[0], path, "{}");

        assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(503);
        assertThat(answer.json().path("message").asText()).as(operation).isNotBlank();
        assertThat(answer.body()).doesNotContain("SQL", "table", admin.token());
    }

    @Test
    void isNoFaultOfPeople() throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            WebClient browser = hub.browserOf("alice");
            browser.get("/hub/home");
            LostTables.loseEverything(database());
            String address = "/hub/api/oauth2/authorize?client_id=service-a&response_type=code";

            for (WebClient.Answer answer : List.of(browser.get(address), browser.post(address, Map.of()))) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).contains("Not available just now").doesNotContain("SQL", "table");
            }
        }
    }

    @Test
    void isToldToClientsOfOAuth() throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            LostTables.lose(database(), "oauth_clients");
            LostTables.lose(database(), "device_grants");

            isUnavailable(hub, "token", Map.of("client_id", "service-a", "client_secret", "secret-of-a"));
            isUnavailable(hub, "device_authorization", Map.of("client_id", "hubwright-device"));
        }
    }

    private static void isUnavailable(WholeHub hub, String operation, Map<String, String> form) {
        WebClient.Answer answer = hub.browser().postAsIs("/hub/api/oauth2/" + operation, form);

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("error").asText()).isEqualTo("temporarily_unavailable");
        assertThat(answer.json().path("error_description").asText()).isNotBlank();
        assertThat(answer.body()).doesNotContain("SQL", "table", "secret-of-a");
    }

    private Path database() {
        return folder.resolve("hubwright.sqlite");
    }
}
