package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that cannot be read is neither a refusal nor a fault of the client. */
@Timeout(120)
class RestOutageTest {

    @TempDir
    Path folder;

    @Test
    void isToldToClientsOfOAuth() throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            lose("oauth_clients");
            lose("device_grants");

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

    private void lose(String table) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hubwright.sqlite"));
                Statement statement = database.createStatement()) {
            statement.execute("ALTER TABLE " + table + " RENAME TO lost_" + table);
        }
    }
}
