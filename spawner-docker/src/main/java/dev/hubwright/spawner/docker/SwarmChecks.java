package dev.hubwright.spawner.docker;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be wrong with settings of services besides what can be wrong with those of containers. */
final class SwarmChecks {

    private SwarmChecks() {}

    static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        for (Setting<Object> part : SwarmWords.parts()) {
            for (String slip : SwarmWords.unknown(part, (Map<?, ?>) settings.get(part))) {
                problems.add(settings.problem(part, slip));
            }
        }
        if (SwarmWords.secrets(settings.get(SwarmSettings.SECRETS)).containsKey("")) {
            problems.add(settings.problem(SwarmSettings.SECRETS, "has one without a name; use {name: …, target: …}"));
        }
        checkHostWords(settings, problems);
        // A limit that nobody enforces is worse than none.
        for (Setting<?> setting : List.of(
                DockerSettings.NETWORK_ISOLATION,
                DockerSettings.POST_START_CMD,
                DockerSettings.PLATFORM,
                DockerSettings.GPUS,
                DockerSettings.DEVICE_REQUESTS)) {
            if (settings.isSet(setting)
                    && !Boolean.FALSE.equals(settings.find(setting).orElse(null))) {
                problems.add(settings.problem(setting, "is not there for services" + instead(setting)));
            }
        }
        return problems;
    }

    private static String instead(Setting<?> setting) {
        return switch (setting.key()) {
            case "platform" -> "; use SwarmSpawner.extra_placement_spec, platforms";
            case "gpus", "device_requests" -> "; use SwarmSpawner.extra_resources_spec, generic_resources";
            case "network_isolation" -> "; use one overlay network for each group of servers";
            default -> "";
        };
    }

    private static void checkHostWords(Settings settings, List<Problem> problems) {
        for (Object key : ((Map<?, ?>) settings.get(DockerSettings.EXTRA_HOST_CONFIG)).keySet()) {
            if (HostOptions.hostKey(key)
                    .filter(word -> !ServiceSpec.HOST_WORDS.contains(word))
                    .isPresent()) {
                problems.add(settings.problem(
                        DockerSettings.EXTRA_HOST_CONFIG, "has \"" + key + "\", which services do not have"));
            }
        }
    }
}
