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

    private static final Set<String> CULLED = Set.of("idle", "age");

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
        this.spawners.forEach(this::died);
        CULLED.forEach(this::culled);
        allLogins(true);
        allLogins(false);
    }

    @Override
    public void record(String event, String subject, Map<String, String> details) {
        Optional<Duration> took = Optional.ofNullable(details.get("seconds")).map(CountingAudit::duration);
        if (LOGINS.containsKey(event)) {
            String instance = known(authenticators, details.get("instance"));
            took.ifPresent(time -> {
                logins(instance, LOGINS.get(event)).record(time);
                allLogins(event.equals("login")).record(time);
            });
            if (event.equals("login-refused")) {
                refusals(instance, details.getOrDefault("reason", "")).increment();
            }
        } else if (SPAWNS.containsKey(event)) {
            String spawner = known(spawners, details.get("spawner"));
            took.ifPresent(time -> spawns(spawner, SPAWNS.get(event)).record(time));
        } else if (event.equals("server-died")) {
            died(known(spawners, details.get("spawner"))).increment();
        } else if (event.equals("server-culled")) {
            culled(known(CULLED, details.get("reason"))).increment();
        }
    }

    private static String known(Set<String> names, String name) {
        return name != null && names.contains(name) ? name : "none";
    }

    private Timer logins(String instance, String result) {
        return Histograms.SHORT.in(
                registry,
                "hubwright.login.duration",
                "How long steps of logins took that were answered, and what came of them",
                "instance",
                instance,
                "result",
                result);
    }

    /** The same in JupyterHub's words, which know of no outages. */
    private Timer allLogins(boolean success) {
        return Histograms.SHORT.in(
                registry,
                "jupyterhub.login.duration",
                "How long steps of logins took",
                "status",
                success ? "success" : "failure");
    }

    private Counter died(String spawner) {
        return Counter.builder("hubwright.servers.died")
                .description("Servers that ended by themselves")
                .tag("spawner", spawner)
                .register(registry);
    }

    private Counter culled(String reason) {
        return Counter.builder("hubwright.servers.culled")
                .description("Servers that were ended because nobody used them, or for their age")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter refusals(String instance, String reason) {
        return Counter.builder("hubwright.login.refusals")
                .description("Why logins were refused")
                .tags("instance", instance, "reason", reason.toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer spawns(String spawner, String status) {
        return Histograms.START.in(
                registry,
                "jupyterhub.server.spawn.duration",
                "How long starts of servers took",
                "spawner",
                spawner,
                "status",
                status);
    }

    private static Duration duration(String seconds) {
        return Duration.ofNanos((long) (Double.parseDouble(seconds) * 1e9));
    }
}
