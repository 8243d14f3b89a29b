package dev.hubwright.hub.metrics;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Figures;
import dev.hubwright.api.Health;
import dev.hubwright.api.Provider;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.hub.store.HubStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What a hub counts. The values of labels are names of instances, and words of ours: never users, addresses or texts, so
 * that there are not more of them the longer a hub runs. Thread-safe.
 */
public final class HubMetrics implements AutoCloseable {

    /** What takes its time now and then, under JupyterHub's names for it. */
    public enum Work {
        /** To see whether the proxy has all routes. */
        CHECK_ROUTES("jupyterhub.check.routes.duration", "How long it took to check all routes of the proxy"),
        /** The hub's own start. */
        HUB_STARTUP("jupyterhub.hub.startup.duration", "How long the hub took to start"),
        /** To find the servers of before again. */
        INIT_SPAWNERS("jupyterhub.init.spawners.duration", "How long the start waited for servers to be found again"),
        /** A logout. */
        LOGOUT("jupyterhub.logout.duration", "How long logouts took");

        private final String meter;
        private final String description;

        Work(String meter, String description) {
            this.meter = meter;
            this.description = description;
        }
    }

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter policyReports = Counter.builder("jupyterhub.csp.reports")
            .description("How often browsers reported that a page broke its Content-Security-Policy")
            .register(registry);
    private final Map<Answered, Timer> requests = new ConcurrentHashMap<>();
    private final List<Runnable> refreshed = new CopyOnWriteArrayList<>();
    private volatile Supplier<String> more = () -> "";

    /** Starts counting. */
    public HubMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        for (Work work : Work.values()) {
            timer(work);
        }
    }

    private Timer timer(Work work) {
        return Histograms.SHORT.in(registry, work.meter, work.description);
    }

    /** Counts a browser's report that a page broke its {@code Content-Security-Policy}. */
    public void policyReport() {
        policyReports.increment();
    }

    /**
     * Counts something that took a while and is done now.
     *
     * @param begun by {@link System#nanoTime}
     */
    public void tookSince(Work work, long begun) {
        timer(work).record(Duration.ofNanos(System.nanoTime() - begun));
    }

    /**
     * Counts a request.
     *
     * @param handler the pattern of the address, and never the address itself
     */
    public void request(String method, String handler, int status, Duration time) {
        Answered answered = new Answered(METHODS.contains(method) ? method : "other", handler, status);
        // To find a timer by its tags takes longer than to measure with it.
        Timer known = requests.get(answered);
        (known == null ? requests.computeIfAbsent(answered, this::timer) : known).record(time);
    }

    private record Answered(String method, String handler, int status) {}

    private Timer timer(Answered answered) {
        return Histograms.SHORT.in(
                registry,
                "jupyterhub.request.duration",
                "How long requests to the hub took",
                "method",
                answered.method(),
                "handler",
                answered.handler(),
                "code",
                Integer.toString(answered.status()));
    }

    /** The same routes, measured. */
    public Routes routes(Routes routes) {
        return new MeteredRoutes(routes, registry);
    }

    /** The same spawner, measured. Whoever made it goes on to close it. */
    public Spawner spawner(String instance, Spawner spawner) {
        return new MeteredSpawner(instance, spawner, registry);
    }

    /** Shows how many people and servers there are, and how busy the connections to the database are. */
    public void watch(HubStore store, Clock clock) {
        StoreGauges gauges = new StoreGauges(store, clock);
        gauges.register(registry);
        refreshed.add(gauges::refresh);
    }

    /** Shows how many starts wait for their turn. */
    public void watchQueue(Supplier<Number> waiting) {
        Gauge.builder("hubwright.starts.waiting", waiting)
                .description("How many starts wait for their turn")
                .register(registry);
    }

    /** Shows what is in this format already, behind the hub's own. */
    public void append(Supplier<String> text) {
        more = text;
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
        refreshed.forEach(Runnable::run);
        return registry.scrape() + more.get();
    }

    @Override
    public void close() {
        registry.close();
    }
}
