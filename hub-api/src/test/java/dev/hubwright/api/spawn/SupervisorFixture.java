package dev.hubwright.api.spawn;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeCredentials;
import dev.hubwright.api.contract.FakeEngine;
import dev.hubwright.api.contract.FakePlanner;
import dev.hubwright.api.contract.FakeRoutes;
import dev.hubwright.api.contract.FakeSpawner;
import dev.hubwright.api.contract.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub's surroundings, which survive supervisors, with times short enough for tests. */
final class SupervisorFixture implements AutoCloseable {

    static final ServerRef ALICE = ServerRef.of("alice");
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    final FakeEngine engine = new FakeEngine();
    final InMemoryServerStore store = new InMemoryServerStore();
    final FakeCredentials credentials = new FakeCredentials();
    final FakeRoutes routes = new FakeRoutes();
    final ManualClock clock = new ManualClock(NOW);
    final List<String> audited = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> auditDetails = new CopyOnWriteArrayList<>();
    final SupervisorOptions.Builder options = SupervisorOptions.builder()
            .startTimeout(Duration.ofSeconds(20))
            .httpTimeout(Duration.ofMillis(300))
            .lookTimeout(Duration.ofSeconds(5))
            .interruptGrace(Duration.ofMillis(200))
            .retryDelay(Duration.ofMillis(10));
    private final List<ServerSupervisor> made = new CopyOnWriteArrayList<>();

    /** A supervisor of these surroundings, without spawners. */
    ServerSupervisor.Builder builder() {
        Audit audit = (event, subject, details) -> {
            audited.add(event);
            auditDetails.add(details);
        };
        return ServerSupervisor.builder()
                .store(store)
                .credentials(credentials)
                .planner(new FakePlanner())
                .readiness((server, uri, prefix) -> engine.answers(uri))
                .routes(routes)
                .audit(audit)
                .clock(clock)
                .options(options.build());
    }

    ServerSupervisor supervisor() {
        return supervisor(new FakeSpawner(engine));
    }

    ServerSupervisor supervisor(Spawner spawner) {
        return keep(builder().spawner("fake", spawner).build());
    }

    ServerSupervisor keep(ServerSupervisor supervisor) {
        made.add(supervisor);
        return supervisor;
    }

    static Admission start(ServerSupervisor supervisor, ServerRef server) throws ProviderException {
        return supervisor.start(server, "fake", Opaque.empty());
    }

    static void startAndWait(ServerSupervisor supervisor, ServerRef server) throws Exception {
        start(supervisor, server);
        settle(supervisor, server);
    }

    static void settle(ServerSupervisor supervisor, ServerRef server) throws InterruptedException {
        if (!supervisor.awaitSettled(server, Duration.ofSeconds(20))) {
            throw new AssertionError(server + " does not settle");
        }
    }

    static void awaitPhase(ServerSupervisor supervisor, ServerRef server, ServerPhase phase) {
        Eventually.holds(server + " is " + phase, () -> supervisor.view(server).phase() == phase);
    }

    ServerRecord record(ServerRef server) {
        return store.find(server).orElseThrow();
    }

    /** Nothing is left of a server but its record, and that says so. */
    boolean isGone(ServerRef server) {
        ServerRecord record = record(server);
        return record.phase() == ServerPhase.STOPPED
                && record.state().isEmpty()
                && record.uri().isEmpty()
                && record.tokenId().isEmpty()
                && engine.spawnIds(server).isEmpty()
                && credentials.valid().isEmpty()
                && routes.target(ServerPaths.route("/", server)).isEmpty();
    }

    @Override
    public void close() {
        engine.releaseStarts();
        made.forEach(ServerSupervisor::close);
    }
}
