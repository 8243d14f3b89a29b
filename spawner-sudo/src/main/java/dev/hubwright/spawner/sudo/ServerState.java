package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What finds a server again.
 *
 * @param pid the process that leads the server's session and process group; both have this number too
 * @param birth when that process was made, see {@link ProcessEntry#birth()}
 * @param bootId see {@link ProcessTable#bootId()}
 * @param uri where the proxy reaches it
 * @param log what it prints to
 */
record ServerState(String spawnId, long pid, long birth, String bootId, URI uri, Path log) {

    private static final int VERSION = 1;

    Opaque toOpaque() {
        return Opaque.of(
                VERSION,
                Map.of(
                        "spawn_id", spawnId,
                        "pid", pid,
                        "birth", birth,
                        "boot_id", bootId,
                        "uri", uri.toString(),
                        "log", log.toString()));
    }

    /** Empty if it is not one of ours. */
    static Optional<ServerState> read(Opaque state) {
        Optional<String> spawnId = state.text("spawn_id").filter(text -> !text.isEmpty());
        Optional<String> uri = state.text("uri");
        Optional<String> log = state.text("log");
        if (state.version() != VERSION || spawnId.isEmpty() || uri.isEmpty() || log.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServerState(
                    spawnId.get(),
                    state.number("pid").orElse(0),
                    state.number("birth").orElse(0),
                    state.text("boot_id").orElse(""),
                    URI.create(uri.get()),
                    Path.of(log.get())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isLedBy(ProcessEntry process) {
        return process.pid() == pid && process.birth() == birth;
    }
}
