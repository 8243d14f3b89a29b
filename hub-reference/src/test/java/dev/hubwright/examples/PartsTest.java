package dev.hubwright.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {

    @TempDir
    Path folder;

    @Test
    void aSpawnerIsMadeFromSettings() {
        try (Spawner spawner = SpawnerFromSettings.simple(folder)) {
            assertThat(spawner.capabilities()).contains(SpawnerCapability.RECOVER);
        }
    }

    @Test
    void onlyThoseWhoAreAllowedComeIn() {
        assertThat(LoginWithoutAHub.mayComeIn("alice", Secret.of("4711"))).isTrue();
        assertThat(LoginWithoutAHub.mayComeIn("alice", Secret.of("0815"))).isFalse();
        assertThat(LoginWithoutAHub.mayComeIn("bob", Secret.of("0815"))).isFalse();
    }
}
