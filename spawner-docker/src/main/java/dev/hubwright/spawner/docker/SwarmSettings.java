package dev.hubwright.spawner.docker;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import java.util.List;
import java.util.Map;

/** What the spawner of services of a swarm can be told besides: the section {@code SwarmSpawner}. */
final class SwarmSettings {

    static final Setting<Object> EXTRA_CONTAINER_SPEC = extra("extra_container_spec", "the ContainerSpec of services");

    static final Setting<Object> EXTRA_RESOURCES_SPEC =
            extra("extra_resources_spec", "the Resources of services: limits, reservations, generic resources");

    static final Setting<Object> EXTRA_PLACEMENT_SPEC =
            extra("extra_placement_spec", "the Placement of services: constraints, preferences, platforms");

    static final Setting<Object> EXTRA_TASK_SPEC = extra("extra_task_spec", "the TaskTemplate of services");

    static final Setting<Object> EXTRA_ENDPOINT_SPEC = extra("extra_endpoint_spec", "the EndpointSpec of services");

    static final Setting<Object> SECRETS = Setting.any("secrets")
            .defaultsTo(List.of())
            .describedAs("Secrets of the swarm that servers see under /run/secrets: names, or {name, target, uid, gid,"
                    + " mode}.");

    static final Setting<String> VOLUME_DRIVER =
            Setting.text("volume_driver").defaultsTo("").describedAs("The driver of named volumes.");

    static final Setting<Map<String, String>> VOLUME_DRIVER_OPTIONS =
            Setting.textMap("volume_driver_options").defaultsTo(Map.of()).describedAs("Options of that driver.");

    static final Schema SCHEMA = DockerSettings.SCHEMA.then(
            "SwarmSpawner",
            EXTRA_CONTAINER_SPEC,
            EXTRA_RESOURCES_SPEC,
            EXTRA_PLACEMENT_SPEC,
            EXTRA_TASK_SPEC,
            EXTRA_ENDPOINT_SPEC,
            SECRETS,
            VOLUME_DRIVER,
            VOLUME_DRIVER_OPTIONS);

    private SwarmSettings() {}

    private static Setting<Object> extra(String key, String what) {
        return Setting.any(key)
                .defaultsTo(Map.of())
                .must(Map.class::isInstance, "a map")
                .describedAs("More for " + what + ", in the words of docker-py or of the engine's API.");
    }
}
