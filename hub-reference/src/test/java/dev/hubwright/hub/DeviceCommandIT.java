package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hubwright token --device} in a process of its own, with a person at another machine's browser. */
@Timeout(180)
class DeviceCommandIT {

    private static final Pattern CODE = Pattern.compile("Open (\\S+/hub/device) in a browser and type (\\S+)");

    @TempDir
    Path folder;

    @Test
    void printsATokenOnceThePersonHasSaidYes() throws Exception {
        try (WholeHub hub = new WholeHub(folder);
                HubRun command = new HubRun(
                        folder, "token", "--device", "--hub", hub.hub.url().toString())) {
            answer(hub, command, "allow");

            assertThat(command.awaitEnd()).as(command.all()).isZero();
            String token = command.out().strip();
            assertThat(new WholeHub.Api(hub.browser(), token)
                            .get("user")
                            .json()
                            .get("name")
                            .asText())
                    .isEqualTo("alice");
        }
    }

    @Test
    void saysThatThePersonHasSaidNo() throws Exception {
        try (WholeHub hub = new WholeHub(folder);
                HubRun command = new HubRun(folder, "token", "--device", "--hub", hub.hub.url() + "hub")) {
            answer(hub, command, "refuse");

            assertThat(command.awaitEnd()).isEqualTo(1);
            assertThat(command.all()).contains("error: ", "the person at the browser has said no");
        }
    }

    @Test
    void saysWhatIsWrongWithTheAddress() throws Exception {
        try (HubRun command = new HubRun(folder, "token", "--device", "--hub", "http://127.0.0.1:1/")) {
            assertThat(command.awaitEnd()).isEqualTo(1);
            assertThat(command.all()).contains("cannot be reached");
        }
    }

    private static void answer(WholeHub hub, HubRun command, String answer) {
        Matcher[] shown = new Matcher[1];
        Eventually.holds("a code is shown", Duration.ofSeconds(90), () -> {
            shown[0] = CODE.matcher(command.all());
            return shown[0].find();
        });
        assertThat(shown[0].group(1)).startsWith(hub.hub.url().toString());
        WebClient alice = hub.browserOf("alice");
        alice.get("/hub/device");
        assertThat(alice.post("/hub/device", Map.of("code", shown[0].group(2), "answer", answer))
                        .status())
                .isEqualTo(200);
    }
}
