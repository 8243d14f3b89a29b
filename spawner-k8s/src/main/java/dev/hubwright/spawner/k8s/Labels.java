package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.ServerRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The labels and annotations by which what we made is found again, and told from what others made. Labels can be asked
 * for but hold little; the annotations have the names as they are, and decide.
 *
 * @param hubId the hub
 * @param instance the instance of the spawner within the hub
 */
record Labels(String hubId, String instance) {

    static final String HUB = "dev.hubwright/hub";
    static final String INSTANCE = "dev.hubwright/instance";
    static final String SPAWN = "dev.hubwright/spawn";
    static final String SCOPE = "dev.hubwright/scope";
    static final String SECRET = "dev.hubwright/secret";
    static final String USER = "hub.jupyter.org/username";
    static final String SERVER = "hub.jupyter.org/servername";

    /** What all things of this hub and instance have. */
    Map<String, String> ours() {
        return Map.of(HUB, hubId, INSTANCE, Slugs.label(instance));
    }

    /** What all things of a person have. */
    Map<String, String> ofUser(String user) {
        Map<String, String> labels = new LinkedHashMap<>(ours());
        labels.put(USER, Slugs.label(user));
        return labels;
    }

    /** The names as they are. */
    static Map<String, String> annotations(ServerRef server) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(USER, server.user());
        if (!server.name().isEmpty()) {
            annotations.put(SERVER, server.name());
        }
        return annotations;
    }

    /** Whether this hub and instance made it. */
    boolean isOurs(HasMetadata thing) {
        return ours().entrySet().stream().allMatch(label -> label.getValue().equals(label(thing, label.getKey())));
    }

    /** Whether this hub and instance made it for exactly this server. */
    boolean isOf(ServerRef server, HasMetadata thing) {
        return isOurs(thing) && server(thing).filter(server::equals).isPresent();
    }

    /** Whose it is; empty if it does not say. */
    static Optional<ServerRef> server(HasMetadata thing) {
        String user = annotation(thing, USER);
        String name = annotation(thing, SERVER);
        return user.isEmpty() || user.contains("/") || name.contains("/")
                ? Optional.empty()
                : Optional.of(new ServerRef(user, name));
    }

    /** Empty if it has none. */
    static String label(HasMetadata thing, String key) {
        Map<String, String> labels = thing.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }

    /** Empty if it has none. */
    static String annotation(HasMetadata thing, String key) {
        Map<String, String> annotations = thing.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }
}
