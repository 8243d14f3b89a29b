package dev.hubwright.hub.metrics;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.hub.store.HubStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the database says about people and servers, read once for each time that somebody looks. Thread-safe. */
final class StoreGauges {

    private static final Map<String, Duration> PERIODS = periods();

    private final HubStore store;
    private final Clock clock;
    private volatile Snapshot now = Snapshot.unknown();

    StoreGauges(HubStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private static Map<String, Duration> periods() {
        Map<String, Duration> periods = new LinkedHashMap<>();
        periods.put("24h", Duration.ofDays(1));
        periods.put("7d", Duration.ofDays(7));
        periods.put("30d", Duration.ofDays(30));
        return periods;
    }

    void register(MeterRegistry registry) {
        gauge("jupyterhub.total.users", "How many people the hub knows", () -> now.people())
                .register(registry);
        gauge("jupyterhub.running.servers", "How many servers run, or start or stop just now", () -> now.active())
                .register(registry);
        PERIODS.keySet().forEach(period -> gauge(
                        "jupyterhub.active.users",
                        "How many people were there, or their servers in use, in the time before now",
                        () -> now.activePeople().getOrDefault(period, Double.NaN))
                .tag("period", period)
                .register(registry));
        for (ServerPhase phase : ServerPhase.values()) {
            if (phase != ServerPhase.STOPPED) {
                gauge("hubwright.servers", "How many servers are in which phase", () -> now.in(phase))
                        .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
        store.figures().keySet().forEach(name -> gauge("hubwright.store." + name, "Connections to the database", () ->
                        (double) store.figures().get(name))
                .register(registry));
    }

    private static Gauge.Builder<?> gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).description(description);
    }

    /** Reads anew; what cannot be read is left out until it can. */
    void refresh() {
        try {
            Instant time = clock.instant();
            Map<String, Double> active = new LinkedHashMap<>();
            for (Map.Entry<String, Duration> period : PERIODS.entrySet()) {
                active.put(period.getKey(), (double) store.people().activeSince(time.minus(period.getValue())));
            }
            now = new Snapshot(store.people().count(), active, store.phases());
        } catch (ProviderException e) {
            now = Snapshot.unknown();
        }
    }

    private record Snapshot(double people, Map<String, Double> activePeople, Map<ServerPhase, Integer> servers) {

        static Snapshot unknown() {
            return new Snapshot(Double.NaN, Map.of(), new EnumMap<>(ServerPhase.class));
        }

        double in(ServerPhase phase) {
            return Double.isNaN(people) ? Double.NaN : servers.getOrDefault(phase, 0);
        }

        double active() {
            return Double.isNaN(people)
                    ? Double.NaN
                    : servers.entrySet().stream()
                            .filter(entry -> entry.getKey() != ServerPhase.STOPPED)
                            .mapToInt(Map.Entry::getValue)
                            .sum();
        }
    }
}
