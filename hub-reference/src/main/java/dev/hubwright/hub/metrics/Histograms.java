package dev.hubwright.hub.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/** How long things take. The limits of the buckets are those that JupyterHub's own metrics have, for dashboards' sake. */
enum Histograms {
    /** What should be done in a moment. */
    SHORT(5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000),
    /** Starts of servers. */
    START(500, 1_000, 2_500, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 180_000, 300_000, 600_000);

    private final Duration[] limits;

    Histograms(long... limitsInMillis) {
        this.limits = Arrays.stream(limitsInMillis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /**
     * The histogram of this name, made if it is not there.
     *
     * @param name without the unit, which the registry adds
     * @param tags names and values in turn
     */
    Timer in(MeterRegistry registry, String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(limits)
                .register(registry);
    }
}
