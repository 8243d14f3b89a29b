package dev.hubwright.hub.settings;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code Spawner.group_overrides}: settings of a spawner for those who are in some groups. Immutable. */
public final class GroupOverrides {

    private static final String SHAPE =
            "must be a map of groups, a list of names, and spawner_override, a map of settings";

    private final List<Override> overrides;

    private GroupOverrides(List<Override> overrides) {
        this.overrides = List.copyOf(overrides);
    }

    /**
     * Reads them from the settings of a spawner.
     *
     * @throws InvalidSettings if they are not right
     */
    public static GroupOverrides of(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        GroupOverrides overrides = read(settings, problems);
        InvalidSettings.throwIfAny(problems);
        return overrides;
    }

    static GroupOverrides read(Settings settings, List<Problem> problems) {
        List<Override> overrides = new ArrayList<>();
        Object written = settings.find(SpawnerSettings.GROUP_OVERRIDES).orElse(Map.of());
        if (!(written instanceof Map<?, ?> all)) {
            problems.add(settings.problem(SpawnerSettings.GROUP_OVERRIDES, "must be a map; each entry " + SHAPE));
            return new GroupOverrides(overrides);
        }
        Map<String, Object> sorted = new TreeMap<>();
        all.forEach((name, override) -> sorted.put(String.valueOf(name), override));
        sorted.forEach((name, override) -> one(settings, name, override, overrides, problems));
        return new GroupOverrides(overrides);
    }

    private static void one(
            Settings settings, String name, Object written, List<Override> overrides, List<Problem> problems) {
        if (written instanceof Map<?, ?> entry
                && entry.keySet().equals(Set.of("groups", "spawner_override"))
                && entry.get("groups") instanceof Collection<?> groups
                && entry.get("spawner_override") instanceof Map<?, ?> others) {
            Override override =
                    new Override(Set.copyOf(groups.stream().map(String::valueOf).toList()), new TreeMap<>());
            others.forEach((key, value) -> override.settings().put(String.valueOf(key), value));
            overrides.add(override);
            check(settings, name, override, problems);
        } else {
            problems.add(place(settings, name, SHAPE));
        }
    }

    private static void check(Settings settings, String name, Override override, List<Problem> problems) {
        try {
            settings.merged(override.settings());
        } catch (InvalidSettings e) {
            e.problems()
                    .forEach(problem -> problems.add(
                            place(settings, name + ".spawner_override." + problem.path(), problem.message())));
        }
    }

    private static Problem place(Settings settings, String inside, String message) {
        Problem place = settings.problem(SpawnerSettings.GROUP_OVERRIDES, message);
        return new Problem(place.path() + "." + inside, message, place.origin());
    }

    /** The settings of a spawner for somebody in these groups. */
    public Settings over(Settings settings, Set<String> groups) {
        Settings result = settings;
        for (Override override : overrides) {
            if (override.groups().stream().anyMatch(groups::contains)) {
                result = result.merged(override.settings());
            }
        }
        return result;
    }

    private record Override(Set<String> groups, Map<String, Object> settings) {}
}
