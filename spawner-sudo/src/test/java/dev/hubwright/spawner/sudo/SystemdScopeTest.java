package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdScopeTest {

    private static final Resources LIMITS = new Resources(
            OptionalLong.of(1L << 30), OptionalLong.empty(), OptionalDouble.of(1.5), OptionalDouble.empty());

    @TempDir
    Path systemd;

    @Test
    void putsAServerWithLimitsIntoAScope() throws ProviderException {
        assertThat(new SystemdScope(systemd).around(LIMITS, "abc"))
                .containsExactly(
                        "systemd-run",
                        "--scope",
                        "--quiet",
                        "--collect",
                        "--slice=hubwright.slice",
                        "--unit=hubwright-abc",
                        "--property=MemoryMax=1073741824",
                        "--property=MemorySwapMax=0",
                        "--property=CPUQuota=150%",
                        "--");
    }

    @Test
    void leavesAServerWithoutLimitsAlone() throws ProviderException {
        assertThat(new SystemdScope(systemd.resolve("none")).around(Resources.unlimited(), "abc"))
                .isEmpty();
    }

    @Test
    void neverIgnoresALimit() {
        assertThatThrownBy(() -> new SystemdScope(systemd.resolve("none")).around(LIMITS, "abc"))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("Spawner.mem_limit is set, and this machine cannot enforce it");
    }

    @Test
    void standsAroundEverythingThatRootStarts() throws ProviderException {
        LocalAccount alice = new LocalAccount(
                "alice", 1001, 1002, Path.of("/home/alice"), "/bin/sh", List.of("a", "b"), List.of(1002L, 7L));
        RootDoor door = new RootDoor(new HelperFile(systemd.resolve("data")), new SystemdScope(systemd), systemd);

        assertThat(door.command(alice, LIMITS, "abc"))
                .startsWith("systemd-run", "--scope")
                .containsSubsequence("--", "/bin/sh", "setpriv", "--reuid=1001", "--regid=1002", "--groups=1002,7")
                .endsWith("/usr/bin/python3", "-IS", "/dev/fd/3", "--anything");
    }
}
