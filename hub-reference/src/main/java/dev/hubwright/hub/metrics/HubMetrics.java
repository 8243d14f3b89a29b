package dev.hubwright.hub.metrics;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Figures;
import dev.hubwright.api.Health;
import dev.hubwright.api.Provider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What a hub counts. The values of labels are names of instances, and words of ours: never users, addresses or texts, so
 * that there are not more of them the longer a hub runs. Thread-safe.
 */
public final class HubMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Starts counting. */
    public HubMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /**
     * What counts the events of the audit, to be called beside the audit itself.
     *
     * @param authenticators names of instances
     * @param spawners names of instances
     */
    public Audit audit(Iterable<String> authenticators, Iterable<String> spawners) {
        return new CountingAudit(registry, authenticators, spawners);
    }

    /** Shows a number that is asked for each time somebody looks; it is left out while asking fails. */
    public void gauge(String name, String description, Callable<? extends Number> value) {
        Gauge.builder(name, () -> valueOf(value)).description(description).register(registry);
    }

    private static Number valueOf(Callable<? extends Number> value) {
        try {
            return value.call();
        } catch (Exception e) {
            return Double.NaN;
        }
    }

    /**
     * Shows how a provider is, and the numbers that it tells itself.
     *
     * @param kind {@code authenticator} or {@code spawner}
     */
    public void watch(String kind, String instance, Provider provider) {
        for (Health.State state : Health.State.values()) {
            Gauge.builder(
                            "hubwright.provider.health",
                            provider,
                            known -> known.health().state() == state ? 1 : 0)
                    .description("1 for the state that a provider is in")
                    .tags(
                            "kind",
                            kind,
                            "instance",
                            instance,
                            "state",
                            state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        provider.capability(Figures.class).ifPresent(figures -> watch(kind, instance, figures));
    }

    private void watch(String kind, String instance, Figures figures) {
        for (String name : List.copyOf(figures.figures().keySet())) {
            Gauge.builder("hubwright." + kind + "." + name, figures, known -> known.figures()
                            .getOrDefault(name, 0L))
                    .description("Told by the " + kind)
                    .tags(Tags.of("instance", instance))
                    .register(registry);
        }
    }

    /** Everything as it is now, in the text format of Prometheus. May ask the database. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
