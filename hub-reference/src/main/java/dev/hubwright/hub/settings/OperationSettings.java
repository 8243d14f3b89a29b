package dev.hubwright.hub.settings;

import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.operation.RunningLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings of the section {@code JupyterHub} for those who run a hub for many people. */
final class OperationSettings {

    static final Setting<Integer> SPAWN_QUEUE_LIMIT = count("spawn_queue_limit", 100)
            .describedAs("How many starts may wait for their turn when concurrent_spawn_limit or active_server_limit is"
                    + " reached; 0 refuses them at once, as JupyterHub does.");

    static final Setting<Integer> RUNNING_SERVER_LIMIT_PER_USER = count("running_server_limit_per_user", 0)
            .describedAs("How many servers a person may have running at the same time; 0 for no limit.");

    static final Setting<Object> RUNNING_SERVER_LIMITS_BY_GROUP = Setting.any("running_server_limits_by_group")
            .defaultsTo(Map.of())
            .must(OperationSettings::areLimits, "a map such as {students: {each: 1, together: 30}}")
            .describedAs("How many servers members of a group may have running at the same time: each of them, in place"
                    + " of running_server_limit_per_user, and all of them together. The most generous each counts.");

    static final Setting<Boolean> MAINTENANCE = Setting.flag("maintenance")
            .defaultsTo(false)
            .describedAs("Lets only administrators log in and start servers, until one of them says otherwise.");

    static final Setting<String> MAINTENANCE_MESSAGE = Setting.text("maintenance_message")
            .defaultsTo("")
            .must(text -> text.length() <= Notices.LONGEST, "at most " + Notices.LONGEST + " characters")
            .describedAs("What people read during maintenance.");

    static final Setting<Object> TEMPLATE_VARS = Setting.any("template_vars")
            .defaultsTo(Map.of())
            .must(
                    OperationSettings::announcesOnly,
                    "a map with announcement alone, a text of at most " + Notices.LONGEST
                            + " characters; write what others say into templates of template_paths")
            .describedAs("What stands above every page, as {announcement: ...}: plain text, until an administrator says"
                    + " otherwise.");

    private static final String ANNOUNCEMENT = "announcement";
    private static final Set<String> LIMITS = Set.of("each", "together");

    private OperationSettings() {}

    static RunningLimits limits(Settings hub) {
        Map<String, RunningLimits.OfGroup> groups = new LinkedHashMap<>();
        ((Map<?, ?>) hub.get(RUNNING_SERVER_LIMITS_BY_GROUP)).forEach((name, value) -> {
            Map<?, ?> limits = (Map<?, ?>) value;
            groups.put(
                    String.valueOf(name),
                    new RunningLimits.OfGroup(number(limits.get("each")), number(limits.get("together"))));
        });
        return new RunningLimits(hub.get(RUNNING_SERVER_LIMIT_PER_USER), groups);
    }

    static Notices.Written notices(Settings hub) {
        Object announcement = ((Map<?, ?>) hub.get(TEMPLATE_VARS)).get(ANNOUNCEMENT);
        return new Notices.Written(
                hub.get(MAINTENANCE),
                hub.get(MAINTENANCE_MESSAGE),
                announcement == null ? "" : String.valueOf(announcement));
    }

    private static boolean announcesOnly(Object value) {
        return value instanceof Map<?, ?> variables
                && Set.of(ANNOUNCEMENT).containsAll(variables.keySet())
                && variables.values().stream()
                        .allMatch(text -> text instanceof String said && said.length() <= Notices.LONGEST);
    }

    private static boolean areLimits(Object value) {
        return value instanceof Map<?, ?> groups && groups.values().stream().allMatch(OperationSettings::areOfGroup);
    }

    private static boolean areOfGroup(Object value) {
        return value instanceof Map<?, ?> limits
                && !limits.isEmpty()
                && LIMITS.containsAll(limits.keySet())
                && limits.values().stream().allMatch(OperationSettings::isCount);
    }

    private static boolean isCount(Object value) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() > 0
                && ((Number) value).longValue() <= Integer.MAX_VALUE;
    }

    private static Optional<Integer> number(Object value) {
        return Optional.ofNullable((Number) value).map(Number::intValue);
    }

    private static Setting<Integer> count(String key, int defaultValue) {
        return Setting.integer(key).defaultsTo(defaultValue).must(count -> count >= 0, "a whole number, 0 or more");
    }
}
