package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Variables in the environment of a server and all that it starts, by which they are found when nothing else is known.
 *
 * @param hubId whose servers
 * @param instance of which spawner
 * @param folder the hub's data folder: hubs of one user that were never given ids must not end each other's servers
 */
record Markers(String hubId, String instance, String folder) {

    static Markers of(ProviderContext context) {
        return new Markers(
                context.hubId(),
                context.instanceName(),
                context.dataFolder().toAbsolutePath().normalize().toString());
    }

    static final String HUB_ID = "HUBWRIGHT_HUB_ID";
    static final String INSTANCE = "HUBWRIGHT_INSTANCE";
    static final String FOLDER = "HUBWRIGHT_DATA_FOLDER";
    static final String SPAWN_ID = "HUBWRIGHT_SPAWN_ID";
    /** Set by the launcher: the pid of the process that leads the server. */
    static final String SERVER_PID = "HUBWRIGHT_SERVER_PID";

    Map<String, String> forSpawn(String spawnId) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(HUB_ID, hubId);
        variables.put(INSTANCE, instance);
        variables.put(FOLDER, folder);
        variables.put(SPAWN_ID, spawnId);
        return variables;
    }

    boolean areIn(Map<String, String> environment) {
        return hubId.equals(environment.get(HUB_ID))
                && instance.equals(environment.get(INSTANCE))
                && folder.equals(environment.get(FOLDER))
                && environment.containsKey(SPAWN_ID);
    }

    boolean areIn(Map<String, String> environment, String spawnId) {
        return areIn(environment) && spawnId.equals(environment.get(SPAWN_ID));
    }
}
