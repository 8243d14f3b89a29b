package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.Map;
import java.util.Optional;

/** What installers say of idle servers: both run a service that stops them, which the hub does itself here. */
final class Culling {

    private static final Map<String, String> SETTINGS = Map.of(
            "timeout", "timeout",
            "every", "cull_every",
            "maxAge", "max_age",
            "max_age", "max_age",
            "adminUsers", "cull_admin_users",
            "admin_users", "cull_admin_users",
            "removeNamedServers", "remove_named_servers",
            "remove_named_servers", "remove_named_servers");

    private final String place;
    private final Statements sink;

    /** Messages name {@code place}. */
    Culling(String place, Statements sink) {
        this.place = place;
        this.sink = sink;
    }

    /**
     * Reads what is said, over what the installer does otherwise.
     *
     * @param timeout its default, in seconds
     * @param every its default, in seconds
     */
    void read(Optional<Tree> written, long timeout, long every, Origin defaults) {
        Tree cull = written.orElse(new Tree(Map.of(), defaults));
        if (!value(cull, "enabled", "true").equals("true")) {
            return;
        }
        sink.set("IdleCuller", "timeout", timeout, defaults);
        sink.set("IdleCuller", "cull_every", every, defaults);
        cull.entries().forEach((key, value) -> {
            if (SETTINGS.containsKey(key)) {
                sink.set("IdleCuller", SETTINGS.get(key), value, value.origin());
            } else if (key.equals("concurrency")) {
                sink.note(new Problem(place + "." + key, "has no effect: the hub ends servers itself", value.origin()));
            } else if (key.equals("users") && value(cull, key, "false").equals("true")) {
                sink.problem(new Problem(
                        place + "." + key, "is not supported: the hub deletes nobody; write false", value.origin()));
            } else if (!key.equals("enabled") && !key.equals("users")) {
                sink.problem(new Problem(place + "." + key, "is no setting of idle servers", value.origin()));
            }
        });
    }

    private static String value(Tree cull, String key, String otherwise) {
        return cull.find(key).flatMap(Tree::text).orElse(otherwise);
    }
}
