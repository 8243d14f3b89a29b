package dev.hubwright.hub.metrics;

import dev.hubwright.api.Audit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what the audit hears of. Thread-safe. */
final class CountingAudit implements Audit {

    private static final Map<String, String> LOGINS =
            Map.of("login", "success", "login-refused", "refused", "login-unavailable", "unavailable");
    private static final Map<String, String> SPAWNS =
            Map.of("server-started", "success", "server-failed", "failure", "server-refused", "failure");

    /** The limits that JupyterHub's own metric has, for the sake of dashboards. */
    private static final Duration[] SPAWN_LIMITS = seconds(0.5, 1, 2.5, 5, 10, 15, 30, 60, 120);

    private static final Duration[] LOGIN_LIMITS = seconds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);

    private final MeterRegistry registry;
    private final Set<String> authenticators = new HashSet<>();
    private final Set<String> spawners = new HashSet<>();

    CountingAudit(MeterRegistry registry, Iterable<String> authenticators, Iterable<String> spawners) {
        this.registry = registry;
        authenticators.forEach(this.authenticators::add);
        spawners.forEach(this.spawners::add);
        // What has not happened yet is 0 and not missing, or nobody could watch for it.
        this.authenticators.forEach(instance -> LOGINS.values().forEach(result -> logins(instance, result)));
        this.spawners.forEach(spawner -> SPAWNS.values().forEach(status -> spawns(spawner, status)));
    }

    @Override
    public void record(String event, String subject, Map<String, String> details) {
        Optional<Duration> took = Optional.ofNullable(details.get("seconds")).map(CountingAudit::duration);
        if (LOGINS.containsKey(event)) {
            String instance = known(authenticators, details.get("instance"));
            took.ifPresent(time -> logins(instance, LOGINS.get(event)).record(time));
            if (event.equals("login-refused")) {
                refusals(instance, details.getOrDefault("reason", "")).increment();
            }
        } else if (SPAWNS.containsKey(event)) {
            String spawner = known(spawners, details.get("spawner"));
            took.ifPresent(time -> spawns(spawner, SPAWNS.get(event)).record(time));
        } else if (event.equals("server-died")) {
            Counter.builder("hubwright.servers.died")
                    .description("Servers that ended by themselves")
                    .tag("spawner", known(spawners, details.get("spawner")))
                    .register(registry)
                    .increment();
        }
    }

    private static String known(Set<String> names, String name) {
        return name != null && names.contains(name) ? name : "none";
    }

    private Timer logins(String instance, String result) {
        return Timer.builder("hubwright.login.duration")
                .description("How long steps of logins took that were answered, and what came of them")
                .tags("instance", instance, "result", result)
                .serviceLevelObjectives(LOGIN_LIMITS)
                .register(registry);
    }

    private Counter refusals(String instance, String reason) {
        return Counter.builder("hubwright.login.refusals")
                .description("Why logins were refused")
                .tags("instance", instance, "reason", reason.toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer spawns(String spawner, String status) {
        return Timer.builder("jupyterhub.server.spawn.duration")
                .description("How long starts of servers took")
                .tags("spawner", spawner, "status", status)
                .serviceLevelObjectives(SPAWN_LIMITS)
                .register(registry);
    }

    private static Duration duration(String seconds) {
        return Duration.ofNanos((long) (Double.parseDouble(seconds) * 1e9));
    }

    private static Duration[] seconds(double... values) {
        Duration[] limits = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            limits[i] = Duration.ofMillis(Math.round(values[i] * 1000));
        }
        return limits;
    }
}
