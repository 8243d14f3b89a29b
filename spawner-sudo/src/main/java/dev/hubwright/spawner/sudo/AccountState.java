package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What finds a server of somebody's account again.
 *
 * @param account whose process it is
 * @param uid the account's
 * @param name of its files, see {@link dev.hubwright.api.spawn.SafeNames}
 * @param pid the process that leads the server's session and process group
 * @param birth when that process was made, see {@link ProcessEntry#birth()}
 * @param bootId see {@link ProcessTable#bootId()}
 * @param uri where the proxy reaches it
 */
record AccountState(
        String spawnId, String account, long uid, String name, long pid, long birth, String bootId, URI uri) {

    private static final int VERSION = 1;

    Opaque toOpaque() {
        return Opaque.of(
                VERSION,
                Map.of(
                        "spawn_id", spawnId,
                        "account", account,
                        "uid", uid,
                        "name", name,
                        "pid", pid,
                        "birth", birth,
                        "boot_id", bootId,
                        "uri", uri.toString()));
    }

    /** Empty if it is not one of ours. */
    static Optional<AccountState> read(Opaque state) {
        if (state.version() != VERSION
                || state.text("spawn_id").isEmpty()
                || state.text("account").isEmpty()
                || state.text("name").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AccountState(
                    state.text("spawn_id").get(),
                    state.text("account").get(),
                    state.number("uid").orElse(-1),
                    state.text("name").get(),
                    state.number("pid").orElse(0),
                    state.number("birth").orElse(0),
                    state.text("boot_id").orElse(""),
                    URI.create(state.text("uri").orElse(""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    AccountState ledBy(long leader, long born) {
        return new AccountState(spawnId, account, uid, name, leader, born, bootId, uri);
    }

    boolean isLedBy(ProcessEntry process) {
        return process.pid() == pid && process.birth() == birth;
    }
}
