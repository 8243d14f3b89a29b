package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What may stand in a {@code kubespawner_override}. */
final class Overrides {

    private Overrides() {}

    static List<String> problems(Map<String, Object> override) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = read(override, problems);
        if (problems.isEmpty()) {
            problems.addAll(K8sChecks.problems(settings));
        }
        return problems.stream().map(Problem::toString).toList();
    }

    private static Settings read(Map<String, Object> override, List<Problem> problems) {
        return Settings.read(K8sSettings.SCHEMA, RawSettings.of(Map.of("KubeSpawner", override)), Map.of(), problems);
    }
}
