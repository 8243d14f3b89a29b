package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hubs inside somebody's application: several at once, and gone when they are closed. */
@Timeout(180)
class EmbeddedHubsTest {

    @TempDir
    Path first;

    @TempDir
    Path second;

    @Test
    void keepsTwoHubsInOneJvmApart() throws Exception {
        try (WholeHub one = new WholeHub(first);
                WholeHub other = new WholeHub(second)) {
            WebClient browser = one.browserOf("alice");
            WebClient astray = other.browser();
            astray.setCookie(
                    "jupyterhub-hub-login",
                    browser.cookie("jupyterhub-hub-login").orElseThrow(),
                    "/hub/");
            WholeHub.Api api = one.api("alice");
            other.makeUser("alice");

            assertThat(api.post("users/alice/server", "").status()).isEqualTo(201);

            assertThat(astray.get("/hub/home").status()).as("the session").isEqualTo(302);
            assertThat(new WholeHub.Api(other.browser(), api.token())
                            .get("user")
                            .status())
                    .as("the token")
                    .isEqualTo(403);
            assertThat(one.browser().get("/user/alice/").status()).isEqualTo(200);
            assertThat(other.browser().get("/user/alice/").status()).isEqualTo(302);
            assertThat(other.store.servers().active()).isEmpty();
            other.hub.stopAllServers();
            assertThat(one.servers.count()).isEqualTo(1);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (WholeHub warm = new WholeHub(first)) {
            use(warm);
        }
        Set<Thread> before = threads();
        try (WholeHub hub = new WholeHub(second)) {
            use(hub);
            assertThat(hubThreads()).isNotEmpty();
        }

        Eventually.holds(() -> "no thread is left of " + stacks(before), () -> left(before)
                .isEmpty());
    }

    private static void use(WholeHub hub) throws Exception {
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/home");
        hub.api("alice").post("users/alice/server", "");
        hub.api("alice").delete("users/alice/server");
    }

    private static Set<String> hubThreads() {
        return threads().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("hub") || name.startsWith("vert.x") || name.equals("housekeeping"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> left(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread) && !isOfTheJdk(thread.getName()))
                .collect(Collectors.toSet());
    }

    private static Map<String, List<StackTraceElement>> stacks(Set<Thread> before) {
        return left(before).stream().collect(Collectors.toMap(Thread::toString, left -> List.of(left.getStackTrace())));
    }

    /** The HTTP client's and the common pool's threads end by themselves some time later. */
    private static boolean isOfTheJdk(String name) {
        return name.startsWith("HttpClient-") || name.startsWith("ForkJoinPool.commonPool");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
