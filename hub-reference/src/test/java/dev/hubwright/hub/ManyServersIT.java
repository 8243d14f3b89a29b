package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Tokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole class comes in at the same minute. */
class ManyServersIT {

    private static final int PEOPLE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private final Map<String, WholeHub.Api> people = new LinkedHashMap<>();

    @Test
    void startsAndStopsServersForEverybodyAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
        try (RunningHub hub = new RunningHub(
                        folder, Map.of("cmd", TinyServer.command(), "start_timeout", 200, "http_timeout", 200));
                HubStore store =
                        HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            enrol(hub, store);
            long begun = System.nanoTime();
            each(threads, (name, api) -> assertThat(
                            api.post("users/" + name + "/server", "").status())
                    .isIn(201, 202));
            for (Map.Entry<String, WholeHub.Api> person : people.entrySet()) {
                String name = person.getKey();
                Eventually.holds(name + " is ready", PATIENCE, () -> isReady(name, person.getValue()));
            }
            long perStart = (System.nanoTime() - begun) / 1_000_000 / PEOPLE;
            System.out.println(PEOPLE + " starts at once: " + perStart + " ms each, with the server's own start");
            List<Long> pids = HubRun.serversOf(hub.hubUrl().getPort());
            assertThat(pids).hasSize(PEOPLE);
            each(threads, (name, api) -> assertThat(
                            api.client().get("/user/" + name + "/").body())
                    .isEqualTo("This is the server of " + name));

            each(threads, (name, api) -> assertThat(
                            api.delete("users/" + name + "/server").status())
                    .isIn(204, 202));

            Eventually.holds("everything is gone", PATIENCE, () -> store.servers()
                    .active()
                    .isEmpty());
            assertThat(HubRun.serversOf(hub.hubUrl().getPort())).isEmpty();
            assertThat(store.oauthClients().all()).isEmpty();
            for (Map.Entry<String, WholeHub.Api> person : people.entrySet()) {
                assertThat(store.tokens().ofUser(person.getKey())).hasSize(1);
                assertThat(person.getValue()
                                .client()
                                .get("/user/" + person.getKey() + "/")
                                .location()
                                .orElse(""))
                        .as("no route")
                        .startsWith("/hub/");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void enrol(RunningHub hub, HubStore store) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            String name = "person" + i;
            store.users().update(name, known -> UserRecord.created(name, false, Instant.now()));
            Secret token = Secret.of(UUID.randomUUID().toString());
            store.tokens()
                    .add(
                            new Tokens.NewToken(
                                    name, "jupyterhub", Set.of("inherit"), "", Optional.empty(), Optional.empty()),
                            token);
            people.put(name, new WholeHub.Api(new WebClient(hub.url()), token.reveal()));
        }
    }

    private static boolean isReady(String name, WholeHub.Api api) {
        return api.get("users/" + name).json().at("/servers//ready").asBoolean();
    }

    private void each(ExecutorService threads, Deed deed) throws Exception {
        List<Future<?>> deeds = new ArrayList<>();
        people.forEach((name, api) -> deeds.add(threads.submit(() -> deed.of(name, api))));
        for (Future<?> done : deeds) {
            done.get();
        }
    }

    private interface Deed {
        void of(String name, WholeHub.Api api);
    }
}
