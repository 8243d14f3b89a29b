package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.spawn.ServerRef;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedTest {

    private static final Secret KEY = Secret.of("a key");

    @TempDir
    Path folder;

    private HubStore store;
    private Remembered<UserRecord> remembered;
    private final AtomicInteger reads = new AtomicInteger();

    @BeforeEach
    void open() throws Exception {
        store = TestStore.inFolder(folder, new ManualClock(TestStore.START));
        TestStore.addUsers(store, "alice", "bob");
        remembered = store.remembered(UserRecord::name);
        alice();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<UserRecord> alice() throws ProviderException {
        return remembered.get(KEY, () -> {
            reads.incrementAndGet();
            return store.users().find("alice");
        });
    }

    /** Whether it was read again. */
    private boolean isReadAgain() throws ProviderException {
        int before = reads.get();
        assertThat(alice()).isEqualTo(store.users().find("alice"));
        return reads.get() > before;
    }

    @Test
    void readsOnceWhileNothingChanges() throws Exception {
        store.sessions().purgeExpired();
        store.tokens().touch(1, Instant.EPOCH);
        store.tokens().writeUses();
        store.oauthClients()
                .put(
                        new OAuthClient("c", "", "/callback", Set.of(), Optional.of(ServerRef.of("alice"))),
                        Secret.of("of a server that starts"));

        assertThat(isReadAgain()).isFalse();
    }

    @Test
    void readsAgainWhatHasChanged() throws Exception {
        store.users().update("alice", known -> known.orElseThrow().withAdmin(true));
        assertThat(isReadAgain()).as("the person").isTrue();
        store.servers().update(ServerRef.of("alice"), server -> server);
        assertThat(isReadAgain()).as("a server").isTrue();
        store.tokens().revokeOfClient("some");
        assertThat(isReadAgain()).as("a token").isTrue();
        store.groups().create("team");
        assertThat(isReadAgain()).as("a group").isTrue();
        store.shares().revokeAll(ServerRef.of("bob"));
        assertThat(isReadAgain()).as("a share").isTrue();
        store.users().remove("alice");
        assertThat(isReadAgain()).as("that the person is gone").isTrue();
        assertThat(isReadAgain()).as("what is not there").isTrue();
    }

    @Test
    void letsPeopleChangeWithoutTheOthers() throws Exception {
        store.users().update("bob", known -> known.orElseThrow().withLastActivity(TestStore.START));
        store.servers().update(ServerRef.of("bob"), server -> server);
        assertThat(isReadAgain()).as("another person").isFalse();

        store.users().update("bob", known -> known.orElseThrow().withGroups(Set.of("team")));
        assertThat(isReadAgain()).as("the groups of another one").isTrue();
    }

    @Test
    void keepsNothingThatMayBeOlderThanAChange() throws Exception {
        Remembered<UserRecord> fresh = store.remembered(UserRecord::name);
        fresh.get(KEY, () -> {
            Optional<UserRecord> before = store.users().find("alice");
            store.users().update("alice", known -> known.orElseThrow().withAdmin(true));
            return before;
        });

        assertThat(fresh.get(KEY, () -> store.users().find("alice")))
                .contains(store.users().find("alice").orElseThrow());
    }

    @Test
    void seesAtOnceWhatOthersChangeInTheFile() throws Exception {
        try (HubStore other = TestStore.inFolder(folder, new ManualClock(TestStore.START))) {
            assertThat(isReadAgain()).isFalse();
            other.users().update("alice", known -> known.orElseThrow().withAdmin(true));

            assertThat(alice().orElseThrow().admin()).isTrue();
            store.users().update("bob", known -> known.orElseThrow().withAdmin(true));
            other.users().remove("alice");

            assertThat(alice()).isEmpty();
        }
    }

    @Test
    void tellsAnEntryFromAnother() throws Exception {
        assertThat(remembered.get(Secret.of("another key"), () -> store.users().find("bob")))
                .map(UserRecord::name)
                .contains("bob");
        assertThat(alice()).map(UserRecord::name).contains("alice");
    }
}
