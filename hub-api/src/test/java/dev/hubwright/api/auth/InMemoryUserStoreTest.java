package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryUserStoreTest {

    private final InMemoryUserStore store = new InMemoryUserStore();

    private static UserRecord person(String name) {
        return UserRecord.created(name, false, Instant.EPOCH);
    }

    @Test
    void keepsPeopleByName() {
        store.update("bob", kept -> person("bob"));
        store.update("alice", kept -> person("alice"));

        assertThat(store.all()).extracting(UserRecord::name).containsExactly("alice", "bob");
        assertThat(store.find("bob")).contains(person("bob"));
        assertThat(store.find("Bob")).isEmpty();
        store.remove("bob");
        store.remove("bob");
        assertThat(store.find("bob")).isEmpty();
    }

    @Test
    void aChangeThatFailsChangesNothing() {
        store.update("alice", kept -> person("alice"));

        assertThatThrownBy(() -> store.update("alice", kept -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThatThrownBy(() -> store.update("alice", kept -> person("bob")))
                .hasMessageContaining("\"alice\"")
                .hasMessageContaining("\"bob\"");
        assertThat(store.all()).containsExactly(person("alice"));
    }
}
