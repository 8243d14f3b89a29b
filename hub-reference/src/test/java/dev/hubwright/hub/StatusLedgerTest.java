package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of statuses bites. */
@Timeout(120)
class StatusLedgerTest {

    private final StatusLedger ledger = new StatusLedger(Map.of(
            "GET /info 200", "InfoTest.says",
            "GET /info 403", "InfoTest.says",
            "GET /user 200", "UserTest.says"));

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder);
        assertThat(hub.browser().get("/hub/api/openapi.yaml").status()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void findsTheLineThatIsFalse() {
        run("InfoTest.says", false, 200);
        run("InfoTest.saysMore", false, 403);

        assertThat(ledger.unshown("InfoTest")).containsExactly("GET /info 403 InfoTest.says");
        assertThat(ledger.unshown("UserTest")).as("none of it has run").isEmpty();
    }

    @Test
    void takesAllRunsOfATestTogether() {
        run("InfoTest.says", false, 200);
        run("InfoTest.says", false, 403);

        assertThat(ledger.unshown("InfoTest")).isEmpty();
    }

    @Test
    void leavesTestsAloneThatFail() {
        run("InfoTest.says", true);
        run("InfoTest.says", false, 200);

        assertThat(ledger.unshown("InfoTest")).isEmpty();
    }

    @Test
    void countsNothingBetweenTests() {
        run("InfoTest.says", false, 200);
        ledger.saw("GET /info", 403);

        assertThat(ledger.unshown("InfoTest")).containsExactly("GET /info 403 InfoTest.says");
    }

    private void run(String test, boolean failing, int... statuses) {
        ledger.begins(test);
        for (int status : statuses) {
            ledger.saw("GET /info", status);
        }
        ledger.ends(failing);
    }

    @Test
    void hearsOfEveryAnswerToTheTestThatRuns() throws Exception {
        Thread other = new Thread(() -> hub.browser().get("/hub/api/info"));
        other.start();
        other.join();
        hub.browser().get("/hub/api/health?x=1");
        hub.browser().send("HEAD", "/hub/api/user", "");

        assertThat(StatusLedger.OF_THIS_RUN.seen("StatusLedgerTest.hearsOfEveryAnswerToTheTestThatRuns"))
                .containsExactlyInAnyOrder("GET /health 200", "GET /info 403");
    }
}
