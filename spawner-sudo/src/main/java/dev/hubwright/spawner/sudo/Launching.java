package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One attempt to start a server.
 *
 * @param name of its files
 * @param shell the words of a shell that runs the command; empty for none
 * @param environment everything that it is to see but what the account itself says
 * @param deadline when to stop waiting for it
 */
record Launching(
        LocalAccount account,
        SpawnRequest request,
        String name,
        List<String> shell,
        Address address,
        int port,
        Map<String, String> environment,
        Instant deadline,
        Progress progress) {

    /** What becomes the server, its arguments and perhaps a shell before it. */
    List<String> command() {
        return ShellCommand.wrap(shell, request.command());
    }

    /** The environment holds the token. */
    @Override
    public String toString() {
        return "Launching[" + request + ", " + account.name() + ", " + port + "]";
    }
}
