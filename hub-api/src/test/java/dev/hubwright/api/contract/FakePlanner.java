package dev.hubwright.api.contract;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnPlan;
import dev.hubwright.api.spawn.SpawnPlanner;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.List;
import java.util.Map;

/** Plans every start alike: default settings, a command that nobody runs. */
public final class FakePlanner implements SpawnPlanner {

    /** Nothing to set. */
    public FakePlanner() {}

    @Override
    public SpawnPlan plan(ServerRef server, Identity owner, String spawner, Opaque userOptions, Secret token) {
        return SpawnPlan.ready(request(server, token));
    }

    /** The same, for those who ask a spawner themselves. */
    public static SpawnRequest.Builder request(ServerRef server, Secret token) {
        return SpawnRequest.builder()
                .settings(Settings.read(SpawnerSettings.SCHEMA, RawSettings.empty(), Map.of()))
                .command(List.of("serve"))
                .environment(ServerEnvironment.of(Map.of(
                        "JUPYTERHUB_SERVICE_PREFIX", ServerPaths.prefix("/", server),
                        "JUPYTERHUB_API_TOKEN", token.reveal())));
    }
}
