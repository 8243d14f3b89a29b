package dev.hubwright.spawner.docker;

import dev.hubwright.api.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a service in the words of docker-py and in those of the engine's API, which it all becomes. */
final class SwarmWords {

    /** Where each word belongs in the specification of a service; a word of the engine's own stands for itself. */
    private static final Map<Setting<Object>, Map<String, String>> WORDS = Map.of(
            SwarmSettings.EXTRA_CONTAINER_SPEC,
            words("command=Command args=Args hostname=Hostname env=Env workdir=Dir user=User groups=Groups tty=TTY"
                    + " open_stdin=OpenStdin read_only=ReadOnly stop_signal=StopSignal"
                    + " stop_grace_period=StopGracePeriod healthcheck=HealthCheck hosts=Hosts"
                    + " dns_config=DNSConfig configs=Configs privileges=Privileges isolation=Isolation init=Init"
                    + " sysctls=Sysctls cap_add=CapabilityAdd cap_drop=CapabilityDrop mounts=Mounts labels=Labels"),
            SwarmSettings.EXTRA_RESOURCES_SPEC,
            words("cpu_limit=Limits.NanoCPUs mem_limit=Limits.MemoryBytes pids_limit=Limits.Pids"
                    + " cpu_reservation=Reservations.NanoCPUs mem_reservation=Reservations.MemoryBytes"
                    + " generic_resources=Reservations.GenericResources Limits=Limits Reservations=Reservations"),
            SwarmSettings.EXTRA_PLACEMENT_SPEC,
            words("constraints=Constraints preferences=Preferences platforms=Platforms maxreplicas=MaxReplicas"),
            SwarmSettings.EXTRA_TASK_SPEC,
            words("restart_policy=RestartPolicy log_driver=LogDriver networks=Networks force_update=ForceUpdate"
                    + " runtime=Runtime"),
            SwarmSettings.EXTRA_ENDPOINT_SPEC,
            words("mode=Mode ports=Ports"));

    private SwarmWords() {}

    private static Map<String, String> words(String pairs) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String pair : pairs.split(" ")) {
            String[] sides = pair.split("=");
            words.put(sides[0], sides[1]);
            if (!sides[1].contains(".")) {
                words.put(sides[1], sides[1]);
            }
        }
        return words;
    }

    /** The settings whose words these are. */
    static Iterable<Setting<Object>> parts() {
        return WORDS.keySet();
    }

    /** Words that nobody knows, each with what was probably meant. */
    static List<String> unknown(Setting<Object> part, Map<?, ?> written) {
        List<String> unknown = new ArrayList<>();
        for (Object key : written.keySet()) {
            if (!WORDS.get(part).containsKey(key)) {
                unknown.add("has \"" + key + "\", which services do not have"
                        + Words.near(key, WORDS.get(part).keySet()));
            }
        }
        return unknown;
    }

    /** In the engine's words; all must be known. */
    static Map<String, Object> engine(Setting<Object> part, Map<?, ?> written) {
        Map<String, Object> tree = new LinkedHashMap<>();
        written.forEach((key, value) -> {
            String[] path = WORDS.get(part).get(key).split("\\.");
            Object shaped = shaped(path[path.length - 1], value);
            HostOptions.merge(
                    tree, path.length == 1 ? Map.of(path[0], shaped) : Map.of(path[0], Map.of(path[1], shaped)));
        });
        return tree;
    }

    private static Object shaped(String word, Object value) {
        return switch (word) {
            case "GenericResources" -> value instanceof Map<?, ?> map ? generic(map) : value;
            case "MemoryBytes" -> HostValues.of("Memory", value);
            case "Env", "Mounts" -> HostValues.of(word, value);
            case "RestartPolicy", "LogDriver" -> HostValues.engineKeys(value);
            default -> value;
        };
    }

    private static List<Object> generic(Map<?, ?> written) {
        List<Object> resources = new ArrayList<>();
        written.forEach((kind, value) -> {
            boolean counted = value instanceof Number;
            resources.add(Map.of(
                    counted ? "DiscreteResourceSpec" : "NamedResourceSpec", Map.of("Kind", kind, "Value", value)));
        });
        return resources;
    }

    /** Secrets as they are written, whatever their shape: by name, with what else is said of each. */
    static Map<String, Map<?, ?>> secrets(Object written) {
        Map<String, Map<?, ?>> secrets = new LinkedHashMap<>();
        for (Object secret : written instanceof List<?> list ? list : List.of(written)) {
            Map<?, ?> more = secret instanceof Map<?, ?> map ? map : Map.of();
            Object name = more.isEmpty()
                    ? secret
                    : Optional.<Object>ofNullable(more.get("name")).orElse("");
            secrets.put(name.toString(), more);
        }
        return secrets;
    }
}
