package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.hub.log.HeardLog;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers report of pages that broke their policy. */
class PolicyReportTest {

    private static final String PLACE = "/hub/security/csp-report";
    private static final String REPORT = """
            {"csp-report": {"document-uri": "http://hub/user/alice/lab?token=secret1#secret2",
                            "blocked-uri": "https://evil.example/x.js?q=secret3",
                            "violated-directive": "script-src\\nforged: line"}}""";

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, HubBuilder::openMetrics);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void areLoggedAndCounted() {
        WebClient alice = hub.browserOf("alice");
        assertThat(count()).isZero();

        try (HeardLog heard = new HeardLog()) {
            assertThat(report(alice, REPORT).status()).isEqualTo(204);

            assertThat(heard.texts())
                    .filteredOn(line -> line.contains("broke its policy"))
                    .singleElement()
                    .asString()
                    .contains(
                            "browser of alice", "script-src", "https://evil.example/x.js", "http://hub/user/alice/lab")
                    .doesNotContain("secret")
                    .doesNotContain("\nforged");
        }
        assertThat(count()).isOne();
    }

    @Test
    void areNotTakenFromStrangersOrIfTheyAreNone() {
        assertThat(report(hub.browser(), REPORT).status()).isEqualTo(403);
        assertThat(report(hub.browserOf("alice"), "no JSON").status()).isEqualTo(400);
        assertThat(count()).isZero();
    }

    private static WebClient.Answer report(WebClient browser, String body) {
        return browser.send("POST", PLACE, body, "Content-Type", "application/csp-report");
    }

    private double count() {
        return hub.browser()
                .get("/hub/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("jupyterhub_csp_reports_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
