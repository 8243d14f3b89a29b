package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import java.time.Instant;
import java.util.Map;

/**
 * One attempt to start a server.
 *
 * @param name of its files
 * @param environment everything that it is to see but what the account itself says
 * @param deadline when to stop waiting for it
 */
record Launching(
        LocalAccount account,
        SpawnRequest request,
        String name,
        Address address,
        int port,
        Map<String, String> environment,
        Instant deadline,
        Progress progress) {

    /** The environment holds the token. */
    @Override
    public String toString() {
        return "Launching[" + request + ", " + account.name() + ", " + port + "]";
    }
}
