package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.Status;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AccountSpawnerTest {

    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    Path data;

    /** Servers must not be taken for dead, and their tokens not be taken back, because nothing can be seen for a while. */
    @Test
    void cannotTellWithoutTheListOfProcesses() throws Exception {
        Opaque state = new AccountState("x", "alice", 1000, "alice", 4711, 1, "boot", URI.create("http://127.0.0.1:9"))
                .toOpaque();
        Spawner blind = seeing(data.resolve("no-proc"));

        assertThat(blind.poll(ALICE, state)).isInstanceOf(Status.Unknown.class);
        assertThatThrownBy(() -> blind.recover(ALICE, state))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isTrue());
    }

    private Spawner seeing(Path proc) {
        ProviderContext context = Servers.context(data);
        AccountConfig config = AccountConfig.of(Site.sudoSettings(Map.of()));
        Door door = new SudoDoor("/nowhere", List.of(), List.of(), Optional.empty());
        return new AccountSpawner(new AccountParts(
                context,
                config,
                door,
                new HelperAgent(door, Markers.of(context), config, context.clock()),
                new SystemdScope(),
                new ProcessTable(proc),
                new Listeners(proc),
                new Starts(data, context.instanceName()),
                Optional.empty(),
                LoggerFactory.getLogger(AccountSpawnerTest.class)));
    }
}
