package dev.hubwright.hub.store;

import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.contract.UserStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlUserStoreTest extends UserStoreContract {

    @TempDir
    private Path folder;

    private HubStore store;

    @Override
    protected UserStore emptyStore() {
        store = open();
        return store.users();
    }

    HubStore open() {
        return TestStore.inFolder(folder, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }
}
