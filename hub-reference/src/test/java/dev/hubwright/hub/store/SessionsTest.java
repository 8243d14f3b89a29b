package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Secret COOKIE = Secret.of("cookie-1");

    private final ManualClock clock = new ManualClock(TestStore.START);
    private HubStore store;
    private Sessions sessions;

    @BeforeEach
    void begin() throws ProviderException {
        store = open(clock);
        TestStore.addUsers(store, "alice", "bob");
        sessions = store.sessions();
    }

    HubStore open(ManualClock clock) throws ProviderException {
        return TestStore.inMemory(clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsASessionByItsCookieAlone() throws Exception {
        sessions.add(COOKIE, session("s1", "alice"));

        assertThat(sessions.find(COOKIE)).contains(session("s1", "alice"));
        assertThat(sessions.find(Secret.of("s1"))).isEmpty();
    }

    @Test
    void forgetsOneOrAllOfAUser() throws Exception {
        sessions.add(COOKIE, session("s1", "alice"));
        sessions.add(Secret.of("cookie-2"), session("s2", "alice"));
        sessions.add(Secret.of("cookie-3"), session("s3", "bob"));

        sessions.remove(COOKIE);
        assertThat(sessions.ofUser("alice")).containsExactly(session("s2", "alice"));
        assertThat(sessions.removeOfUser("alice")).isOne();
        assertThat(sessions.find(Secret.of("cookie-2"))).isEmpty();
        assertThat(sessions.ofUser("bob")).hasSize(1);
    }

    @Test
    void neverFindsAnExpiredSession() throws Exception {
        sessions.add(COOKIE, session("s1", "alice"));

        clock.advance(Duration.ofHours(1));

        assertThat(sessions.find(COOKIE)).isEmpty();
        assertThat(sessions.ofUser("alice")).isEmpty();
        assertThat(sessions.purgeExpired()).isOne();
        assertThat(sessions.purgeExpired()).isZero();
    }

    @Test
    void notesUsesForwardAndByTheMinute() throws Exception {
        sessions.add(COOKIE, session("s1", "alice"));
        Instant used = TestStore.START.plusSeconds(90);

        sessions.touch(session("s1", "alice"), used);
        sessions.writeUses();
        sessions.touch(sessions.find(COOKIE).orElseThrow(), used.plusSeconds(30));
        sessions.touch(session("s1", "alice"), TestStore.START);
        sessions.touch(session("unknown", "alice"), used);
        sessions.writeUses();

        assertThat(sessions.find(COOKIE).orElseThrow().lastUsed()).isEqualTo(used);
    }

    private static LoginSession session(String id, String user) {
        return new LoginSession(id, user, TestStore.START, TestStore.START, TestStore.START.plus(Duration.ofHours(1)));
    }
}
