package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthStateTest {

    private static final String OLD = "a".repeat(32);
    private static final String NEW = "b".repeat(32);
    private static final Opaque STATE = Opaque.of(1, Map.of("refresh_token", "very-secret"));

    @TempDir
    private Path folder;

    @Test
    void isNotInTheFileInClear() throws Exception {
        keep(OLD, STATE);

        assertThat(TestStore.everyByteIn(folder)).doesNotContain("very-secret").doesNotContain("refresh_token");
    }

    @Test
    void isReadWithAnyKeyAndWrittenWithTheFirst() throws Exception {
        keep(OLD, STATE);

        assertThat(read(NEW + ";" + OLD)).isEqualTo(STATE);
        keep(NEW + ";" + OLD, STATE);

        assertThat(read(NEW)).isEqualTo(STATE);
    }

    @Test
    void staysStoredWhileItsKeyIsMissing() throws Exception {
        keep(OLD, STATE);

        try (HubStore store = open(NEW)) {
            UserRecord alice = store.users().find("alice").orElseThrow();
            assertThat(alice.authState()).isEqualTo(Opaque.empty());
            store.users().update("alice", before -> before.orElseThrow());
        }

        assertThat(read(OLD)).isEqualTo(STATE);
    }

    @Test
    void isOverwrittenByANewOneWhileItsKeyIsMissing() throws Exception {
        keep(OLD, STATE);
        Opaque other = Opaque.of(1, Map.of("refresh_token", "other"));

        keep(NEW, other);

        assertThat(read(NEW)).isEqualTo(other);
    }

    @Test
    void endsWhenAChangeTakesItAway() throws Exception {
        keep(OLD, STATE);

        keep(OLD, Opaque.empty());

        assertThat(read(OLD)).isEqualTo(Opaque.empty());
    }

    @Test
    void isRefusedWithoutAKey() throws Exception {
        try (HubStore store = open("")) {
            assertThatThrownBy(() -> store.users().update("alice", before -> alice(STATE)))
                    .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.retryable())
                            .isFalse())
                    .hasMessageContaining("openssl rand -hex 32")
                    .hasMessageNotContaining("very-secret");
            assertThat(store.users().find("alice")).isEmpty();

            store.users().update("alice", before -> alice(Opaque.empty()));
        }
    }

    @Test
    void cannotBeGivenToSomebodyElse() throws Exception {
        keep(OLD, STATE);

        try (HubStore store = open(OLD)) {
            TestStore.addUsers(store, "mallory");
            store.database()
                    .write(handle -> handle.execute("UPDATE users SET auth_state ="
                            + " (SELECT auth_state FROM users WHERE name = 'alice') WHERE name = 'mallory'"));

            assertThat(store.users().find("mallory").orElseThrow().authState()).isEqualTo(Opaque.empty());
        }
    }

    @Test
    void isEmptyIfABitHasChangedOrTheColumnIsNoneOfOurs() throws Exception {
        keep(OLD, STATE);

        try (HubStore store = open(OLD)) {
            for (String damage : new String[] {"auth_state || 'A'", "'1:' || auth_state", "'gAAAA'", "'1:x:!'"}) {
                store.database().write(handle -> handle.execute("UPDATE users SET auth_state = " + damage));

                assertThat(store.users().find("alice").orElseThrow().authState())
                        .isEqualTo(Opaque.empty());
            }
        }
    }

    private void keep(String keys, Opaque state) throws ProviderException {
        try (HubStore store = open(keys)) {
            store.users().update("alice", before -> alice(state));
        }
    }

    private Opaque read(String keys) throws ProviderException {
        try (HubStore store = open(keys)) {
            return store.users().find("alice").orElseThrow().authState();
        }
    }

    private HubStore open(String keys) {
        return HubStore.open("hub.sqlite", folder, CryptKeys.parse(keys), Clock.systemUTC());
    }

    private static UserRecord alice(Opaque state) {
        UserRecord plain = UserRecord.created("alice", false, TestStore.START);
        return new UserRecord(
                plain.name(),
                plain.admin(),
                plain.groups(),
                plain.instance(),
                plain.subject(),
                plain.identity(),
                state,
                plain.created(),
                plain.authenticated(),
                plain.lastActivity());
    }
}
