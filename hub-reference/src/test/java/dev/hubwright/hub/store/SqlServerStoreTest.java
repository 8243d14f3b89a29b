package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.ServerStoreContract;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlServerStoreTest extends ServerStoreContract {

    @TempDir
    private Path folder;

    private HubStore store;

    @Override
    protected ServerStore emptyStore(List<String> users) throws ProviderException {
        store = open();
        TestStore.addUsers(store, users.toArray(String[]::new));
        return store.servers();
    }

    HubStore open() {
        return TestStore.inFolder(folder, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void refusesAServerOfNobody() throws Exception {
        ServerStore servers = emptyStore(List.of());

        assertThatThrownBy(() -> servers.update(ServerRef.of("ghost"), before -> before))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("\"ghost\"");
    }

    @Test
    void forgetsTheServersOfARemovedUser() throws Exception {
        ServerStore servers = emptyStore(List.of("alice"));
        servers.update(ServerRef.of("alice"), before -> before.withPhase(ServerPhase.READY));

        store.users().remove("alice");

        assertThat(servers.active()).isEmpty();
    }
}
