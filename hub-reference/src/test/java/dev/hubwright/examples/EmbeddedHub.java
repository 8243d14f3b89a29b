package dev.hubwright.examples;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.hub.Hub;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

// quote
/** A hub in an application of somebody's own. */
final class EmbeddedHub {

    /** Starts it on any free port; whoever closes it leaves the servers running. */
    static Hub start(Path folder, List<String> command) throws ProviderException, InterruptedException {
        Settings settings = Settings.read(
                SpawnerSettings.SCHEMA, RawSettings.of(Map.of("Spawner", Map.of("cmd", command))), Map.of());
        return Hub.builder()
                .bind("127.0.0.1", 0)
                .hubBind("127.0.0.1", 0)
                .dataFolder(folder)
                .authenticator(
                        new BadgeAuthenticator(Map.of("alice", "4711", "bob", "0815")),
                        LoginRules.builder().allowedUsers(Set.of("alice")).build())
                .spawner("command", new CommandSpawner(), settings)
                .start();
    }

    private EmbeddedHub() {}
}
// end of quote
