package dev.hubwright.spawner.docker;

import dev.hubwright.api.spawn.ServerRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The labels by which what we made is found again, and told from what others made. None of them is secret.
 *
 * @param hubId the hub
 * @param instance the instance of the spawner within the hub
 */
record Labels(String hubId, String instance) {

    static final String HUB = "dev.hubwright.hub";
    static final String INSTANCE = "dev.hubwright.instance";
    static final String USER = "dev.hubwright.user";
    static final String SERVER = "dev.hubwright.server";
    static final String SPAWN = "dev.hubwright.spawn";
    static final String PORT = "dev.hubwright.port";
    static final String REACHED = "dev.hubwright.reached";
    static final String REMOVE = "dev.hubwright.remove";
    static final String STOP_TIMEOUT = "dev.hubwright.stop-timeout";

    /** Those of one server. */
    Map<String, String> of(ServerRef server) {
        Map<String, String> labels = ofUser(server.user());
        labels.put(SERVER, server.name());
        return labels;
    }

    /** Those of what belongs to a person, whichever of their servers uses it. */
    Map<String, String> ofUser(String user) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(HUB, hubId);
        labels.put(INSTANCE, instance);
        labels.put(USER, user);
        return labels;
    }

    /** What the engine filters by. */
    List<String> ours() {
        return List.of(HUB + "=" + hubId, INSTANCE + "=" + instance);
    }

    /** Whether this hub and instance made it. */
    boolean isOurs(Map<String, String> labels) {
        return labels != null && hubId.equals(labels.get(HUB)) && instance.equals(labels.get(INSTANCE));
    }

    /** Whether this hub and instance made it for exactly this server. */
    boolean isOf(ServerRef server, Map<String, String> labels) {
        return isOurs(labels) && server(labels).filter(server::equals).isPresent();
    }

    /** Whose it is; empty if the labels do not say. */
    static Optional<ServerRef> server(Map<String, String> labels) {
        String user = labels.getOrDefault(USER, "");
        String name = labels.getOrDefault(SERVER, "");
        return user.isEmpty() || user.contains("/") || name.contains("/")
                ? Optional.empty()
                : Optional.of(new ServerRef(user, name));
    }
}
