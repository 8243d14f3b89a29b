package dev.hubwright.spawner.docker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Folders of the engine's host that would hand the host to whoever has them. */
final class HostFolders {

    private static final Set<String> SOCKETS =
            Set.of("docker.sock", "podman.sock", "containerd.sock", "crio.sock", "dockerd.sock");

    /** Where sockets of engines lie: even read-only, they can be spoken to. */
    private static final List<Path> WITH_SOCKETS = paths("/", "/run", "/var/run", "/run/docker", "/run/containerd");

    private static final List<Path> SYSTEM = paths(
            "/etc", "/proc", "/sys", "/dev", "/boot", "/root", "/usr", "/bin", "/sbin", "/lib", "/var/lib/docker");

    private HostFolders() {}

    private static List<Path> paths(String... names) {
        return Stream.of(names).map(Path::of).toList();
    }

    /** What is wrong with giving it to a container, to follow its name; empty if nothing is. */
    static Optional<String> harm(Path folder, boolean readOnly) {
        Path plain = folder.normalize();
        if (!plain.equals(folder)) {
            return Optional.of("has \".\" or \"..\" in it; write it without");
        }
        String last = plain.getFileName() == null ? "" : plain.getFileName().toString();
        if (SOCKETS.contains(last) || WITH_SOCKETS.contains(plain)) {
            return Optional.of("gives its container the engine, and so the host; no server may have it");
        }
        if (SYSTEM.contains(plain) || !readOnly && SYSTEM.stream().anyMatch(plain::startsWith)) {
            return Optional.of("is the system's own; give a folder below it read-only, or another one");
        }
        return Optional.empty();
    }
}
