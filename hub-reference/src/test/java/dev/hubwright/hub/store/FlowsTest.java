package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.contract.Together;
import dev.hubwright.hub.store.Flows.Flow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlowsTest {

    private static final Secret ID = Secret.of("flow-id-in-a-cookie");
    private static final Opaque STATE = Opaque.of(2, Map.of("verifier", "pkce-verifier-value"));

    private final ManualClock clock = new ManualClock(TestStore.START);

    @TempDir
    private Path folder;

    private HubStore store;

    @BeforeEach
    void open() {
        store = HubStore.open("hub.sqlite", folder, CryptKeys.none(), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isFinishedByAnotherReplicaOnce() throws Exception {
        store.flows().put(ID, "corp", "/hub/home?a=b", STATE);

        try (HubStore replica = TestStore.inFolder(folder, clock)) {
            assertThat(replica.flows().take(Secret.of("another"))).isEmpty();
            assertThat(replica.flows().take(ID)).contains(new Flow("corp", "/hub/home?a=b", STATE, false));
        }
        assertThat(store.flows().take(ID)).isEmpty();
    }

    @Test
    void isGivenToOneOfManyWhoRace() throws Exception {
        store.flows().put(ID, "corp", "", STATE);

        assertThat(Together.run(20, () -> store.flows().take(ID)).stream().filter(Optional::isPresent))
                .hasSize(1);
    }

    @Test
    void endsAfterTenMinutes() throws Exception {
        store.flows().put(ID, "corp", "", STATE);

        clock.advance(Duration.ofMinutes(10));

        assertThat(store.flows().take(ID)).isEmpty();
    }

    @Test
    void tellsNothingToWhoReadsTheFile() throws Exception {
        store.flows().put(ID, "corp-instance", "/secret/target", STATE);

        assertThat(TestStore.everyByteIn(folder))
                .doesNotContain("pkce-verifier-value")
                .doesNotContain("/secret/target")
                .doesNotContain("corp-instance")
                .doesNotContain(ID.reveal());
    }

    @Test
    void isReplacedUnderTheSameId() throws Exception {
        store.flows().put(ID, "corp", "/old", Opaque.empty());
        store.flows().put(ID, "corp", "/new", STATE);

        assertThat(store.flows().take(ID)).contains(new Flow("corp", "/new", STATE, false));
    }
}
