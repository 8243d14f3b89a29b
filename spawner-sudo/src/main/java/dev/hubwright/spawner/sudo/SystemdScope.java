package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Enforces limits on processes by putting them into a scope of systemd.
 *
 * @param systemd a folder that is there while systemd runs the machine, see sd_booted(3)
 */
record SystemdScope(Path systemd) {

    SystemdScope() {
        this(Path.of("/run/systemd/system"));
    }

    boolean isThere() {
        return Files.isDirectory(systemd);
    }

    /** The words before a command, for a scope of the machine's own systemd; none without limits. */
    List<String> around(Resources limits, String spawnId) throws ProviderException {
        if (limits.memoryLimit().isEmpty() && limits.cpuLimit().isEmpty()) {
            return List.of();
        }
        check(limits);
        List<String> words = new ArrayList<>(List.of(
                "systemd-run",
                "--scope",
                "--quiet",
                "--collect",
                "--slice=hubwright.slice",
                "--unit=hubwright-" + spawnId));
        limits.memoryLimit().ifPresent(bytes -> {
            words.add("--property=MemoryMax=" + bytes);
            words.add("--property=MemorySwapMax=0");
        });
        limits.cpuLimit().ifPresent(cores -> words.add("--property=CPUQuota=" + percent(cores) + "%"));
        words.add("--");
        return words;
    }

    /** Says so where a limit cannot be enforced: a limit that nobody enforces is worse than none. */
    void check(Resources limits) throws ProviderException {
        if (isThere()) {
            return;
        }
        if (limits.memoryLimit().isPresent() || limits.cpuLimit().isPresent()) {
            String limit = limits.memoryLimit().isPresent() ? "Spawner.mem_limit" : "Spawner.cpu_limit";
            throw ProviderException.permanent(
                    "The server cannot be started with this choice",
                    limit + " is set, and this machine cannot enforce it: there is no systemd (" + systemd
                            + " is missing); remove the limit");
        }
    }

    /** systemd counts cores in whole percent. */
    static long percent(double cores) {
        return Math.max(1, Math.round(cores * 100));
    }
}
