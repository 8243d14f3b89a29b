package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.hub.culling.CullingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which idle servers are stopped, in the words of jupyterhub-idle-culler's options. */
final class CullingSettings {

    private static final Setting<Duration> TIMEOUT = seconds("timeout")
            .describedAs(
                    "Seconds after which a server is stopped that nobody uses and that computes nothing; 0 for never.");
    private static final Setting<Duration> MAX_AGE =
            seconds("max_age").describedAs("Seconds after which a server is stopped, used or not; 0 for never.");
    private static final Setting<Duration> CULL_EVERY = Setting.seconds("cull_every")
            .must(value -> value.toMillis() > 0, "a number of seconds above 0")
            .describedAs("Seconds between two looks for idle servers; half the timeout by default.");
    private static final Setting<Boolean> CULL_ADMIN_USERS = Setting.flag("cull_admin_users")
            .defaultsTo(true)
            .describedAs("Whether servers of administrators are stopped too.");
    private static final Setting<Boolean> CULL_DEFAULT_SERVERS =
            Setting.flag("cull_default_servers").defaultsTo(true).describedAs("Whether default servers are stopped.");
    private static final Setting<Boolean> CULL_NAMED_SERVERS =
            Setting.flag("cull_named_servers").defaultsTo(true).describedAs("Whether named servers are stopped.");
    private static final Setting<Boolean> REMOVE_NAMED_SERVERS = Setting.flag("remove_named_servers")
            .defaultsTo(false)
            .describedAs("Whether named servers are deleted, with what is theirs alone, and not only stopped.");

    /** The section {@code IdleCuller}. */
    static final Schema SCHEMA = Schema.of(
            "IdleCuller",
            HubSettings.with(
                    "IdleCuller",
                    TIMEOUT,
                    MAX_AGE,
                    CULL_EVERY,
                    CULL_ADMIN_USERS,
                    CULL_DEFAULT_SERVERS,
                    CULL_NAMED_SERVERS,
                    REMOVE_NAMED_SERVERS));

    private CullingSettings() {}

    private static Setting<Duration> seconds(String key) {
        return Setting.seconds(key)
                .defaultsTo(Duration.ZERO)
                .must(value -> !value.isNegative(), "a number of seconds, 0 or above");
    }

    /** Without a policy nothing is stopped. */
    static Optional<CullingPolicy> policy(Settings settings) {
        Duration timeout = settings.get(TIMEOUT);
        Duration age = settings.get(MAX_AGE);
        Duration shorter = timeout.isZero() || (!age.isZero() && age.compareTo(timeout) < 0) ? age : timeout;
        return shorter.isZero()
                ? Optional.empty()
                : Optional.of(new CullingPolicy(
                        timeout,
                        age,
                        settings.find(CULL_EVERY).orElse(shorter.dividedBy(2)),
                        settings.get(CULL_ADMIN_USERS),
                        settings.get(CULL_DEFAULT_SERVERS),
                        settings.get(CULL_NAMED_SERVERS),
                        settings.get(REMOVE_NAMED_SERVERS)));
    }

    /** What is written and does nothing. */
    static List<Problem> idle(Settings settings) {
        return policy(settings).isPresent()
                ? List.of()
                : List.of(CULL_EVERY, REMOVE_NAMED_SERVERS).stream()
                        .filter(settings::isSet)
                        .map(setting -> settings.problem(setting, "has no effect without timeout or max_age"))
                        .toList();
    }
}
