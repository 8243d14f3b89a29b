package dev.hubwright.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every spawner promises. A provider's test extends this and says how to make the spawner and requests for it;
 * tests of what the spawner does not offer are skipped.
 *
 * <p>Environments of requests should have {@link #TOKEN} as {@code JUPYTERHUB_API_TOKEN}, so that a leak is found.
 */
public abstract class SpawnerContract {

    /** A server's token, which must never be seen anywhere. */
    public static final String TOKEN = "contract-token-that-nobody-may-see";

    private static final Duration GOING_DOWN = Duration.ofSeconds(60);

    private final Map<ServerRef, Opaque> states = new ConcurrentHashMap<>();
    private final List<Spawner> made = new ArrayList<>();
    private Spawner spawner;

    /** A spawner; the same backend for the whole test. Called once for each test. */
    protected abstract Spawner spawner() throws Exception;

    /** Another instance over the same backend, as after a restart of the hub. */
    protected abstract Spawner anotherInstance() throws Exception;

    /** A request for something that stays alive, with a fresh spawn id and a deadline at least a minute away. */
    protected abstract SpawnRequest request(ServerRef server) throws Exception;

    /** A request for something that cannot run; empty skips the tests of it. */
    protected Optional<SpawnRequest> failingRequest(ServerRef server) throws Exception {
        return Optional.empty();
    }

    /** Which server tests use; {@code label} is a short word. Override where users must exist. */
    protected ServerRef server(String label) {
        return ServerRef.of("contract-" + label);
    }

    /** Servers with names that break what is careless. Override where users must exist. */
    protected List<ServerRef> hostileServers() {
        return List.of(
                ServerRef.of("Alice.Smith@example.org"),
                ServerRef.of("alice--smith"),
                ServerRef.of("-rf"),
                ServerRef.of("$(touch x); 'y' \"z\" {username}"),
                ServerRef.of("İı-ß-中文-\ud83d\ude00"),
                new ServerRef("alice", ".."),
                new ServerRef("alice", "a b%2Fc?d#e"),
                ServerRef.of("x".repeat(200)));
    }

    /** How many things exist outside that this spawner made; empty if that cannot be counted. */
    protected OptionalInt externalTrace() throws Exception {
        return OptionalInt.empty();
    }

    /**
     * Ends a server without the spawner's help.
     *
     * @return whether the test can do that
     */
    protected boolean kill(ServerRef server, Opaque state) throws Exception {
        return false;
    }

    /**
     * A spawner over the same backend whose stops keep servers for the next start; empty if that cannot be.
     */
    protected Optional<Spawner> keepingSpawner() throws Exception {
        return Optional.empty();
    }

    /** What the servers of {@link #request} print, if {@link SpawnerCapability#LOGS} is there. */
    protected String printed(ServerRef server) {
        return "";
    }

    @BeforeEach
    final void makeSpawner() throws Exception {
        spawner = spawner();
        made.add(spawner);
    }

    @AfterEach
    final void removeEverything() throws Exception {
        Spawner cleaner = anotherInstance();
        for (Map.Entry<ServerRef, Opaque> state : states.entrySet()) {
            cleaner.stop(state.getKey(), state.getValue(), StopMode.REMOVE);
        }
        cleaner.close();
        made.forEach(Spawner::close);
    }

    @Test
    void knowsThatItsBackendAnswers() throws Exception {
        Optional<HealthCheck> check = spawner.capability(HealthCheck.class);
        assumeTrue(check.isPresent());

        Health health = check.get().check();

        assertNotEquals(Health.State.DOWN, health.state(), health.message());
    }

    @Test
    void aStartedServerIsUp() throws Exception {
        ServerRef server = server("up");
        StartResult.Running running = start(server);

        assertIsUp(spawner, server, running.state());
        assertTrue(running.uri().getPort() > 0, running.uri() + " has no port");
        assertFalse(running.uri().getHost().isEmpty(), running.uri() + " has no host");
    }

    @Test
    void aCheckpointIsMadeBeforeTheStartReturnsAndIsEnoughToFindTheServer() throws Exception {
        ServerRef server = server("checkpoint");
        RecordingProgress progress = new RecordingProgress();
        start(server, request(server), progress);

        Opaque state = progress.lastCheckpoint().orElseGet(() -> fail("start has made no checkpoint"));
        assertIsUp(spawner, server, state);
        spawner.stop(server, state, StopMode.NOW);
        assertIsGone(spawner, server, state);
        assertNothingIsLeftOf(server);
    }

    @Test
    void whatWasNeverStartedHasExited() throws Exception {
        ServerRef server = server("never");

        assertInstanceOf(Status.Exited.class, spawner.poll(server, Opaque.empty()));
        assertInstanceOf(Status.Exited.class, spawner.poll(server, Opaque.of(999, Map.of("of", "another time"))));
        assertEquals(Optional.empty(), spawner.recover(server, Opaque.empty()));
    }

    @Test
    void stoppingNothingSucceeds() throws Exception {
        ServerRef server = server("nothing");

        for (StopMode mode : StopMode.values()) {
            spawner.stop(server, Opaque.empty(), mode);
            spawner.stop(server, Opaque.of(999, Map.of("of", "another time")), mode);
        }
    }

    @Test
    void aGracefulStopEndsTheServer() throws Exception {
        assertStops(server("graceful"), StopMode.GRACEFUL);
    }

    @Test
    void aForcedStopEndsTheServer() throws Exception {
        assertStops(server("now"), StopMode.NOW);
    }

    @Test
    void removingEndsTheServer() throws Exception {
        assertStops(server("remove"), StopMode.REMOVE);
        ServerRef again = server("remove-again");
        assertInstanceOf(StopResult.Gone.class, spawner.stop(again, start(again).state(), StopMode.REMOVE));
    }

    @Test
    void stoppingTwiceAtOnceSucceeds() throws Exception {
        ServerRef server = server("twice");
        Opaque state = start(server).state();

        inParallel(3, number -> {
            spawner.stop(server, state, StopMode.NOW);
            return number;
        });
        assertIsGone(spawner, server, state);
        assertNothingIsLeftOf(server);
    }

    @Test
    void aServerStartsAgainAfterItsStop() throws Exception {
        ServerRef server = server("again");
        Opaque first = start(server).state();
        spawner.stop(server, first, StopMode.GRACEFUL);

        Opaque second = start(server).state();
        assertIsUp(spawner, server, second);
    }

    @Test
    void anOldStateNeverStopsTheNextServer() throws Exception {
        ServerRef server = server("old-state");
        Opaque first = start(server).state();
        spawner.stop(server, first, StopMode.NOW);
        Opaque second = start(server).state();

        assertIsGone(spawner, server, first);
        spawner.stop(server, first, StopMode.NOW);
        assertIsUp(spawner, server, second);
    }

    @Test
    void whatAStopHasKeptIsTakenUpByTheNextStart() throws Exception {
        Spawner keeping = keeping();
        ServerRef server = server("kept");
        Opaque kept = stopAndKeep(keeping, server);
        assertIsGone(keeping, server, kept);
        SpawnRequest request = withPreviousState(request(server), kept);
        StartResult.Running again =
                assertInstanceOf(StartResult.Running.class, keeping.start(request, new RecordingProgress()));
        states.put(server, again.state());
        assertIsUp(keeping, server, again.state());
        if (keeping.capabilities().contains(SpawnerCapability.DISCOVER)) {
            assertTrue(
                    discovered(keeping, server).stream()
                            .allMatch(found -> found.spawnId().equals(request.spawnId())
                                    || found.state().equals(again.state())),
                    "what was taken up is found by another start's id and another state");
        }
        assertInstanceOf(StopResult.Gone.class, keeping.stop(server, again.state(), StopMode.REMOVE));
        assertNothingIsLeftOf(server);
    }

    @Test
    void removingWithoutAStateRemovesWhatWasKept() throws Exception {
        Spawner keeping = keeping();
        ServerRef server = server("kept-removed");
        stopAndKeep(keeping, server);
        assertInstanceOf(StopResult.Gone.class, keeping.stop(server, Opaque.empty(), StopMode.REMOVE));
        assertNothingIsLeftOf(server);
    }

    @Test
    void removingWhatAPersonDoesNotHaveSucceeds() throws Exception {
        spawner.removeUser(server("nobody").user());
    }

    private Spawner keeping() throws Exception {
        Optional<Spawner> keeping = keepingSpawner();
        assumeTrue(keeping.isPresent(), "this spawner keeps nothing");
        made.add(keeping.get());
        return keeping.get();
    }

    private Opaque stopAndKeep(Spawner keeping, ServerRef server) throws Exception {
        StartResult.Running running =
                assertInstanceOf(StartResult.Running.class, keeping.start(request(server), new RecordingProgress()));
        states.put(server, running.state());
        StopResult left = keeping.stop(server, running.state(), StopMode.GRACEFUL);
        return assertInstanceOf(StopResult.Kept.class, left).state();
    }

    private static SpawnRequest withPreviousState(SpawnRequest request, Opaque state) {
        return SpawnRequest.builder()
                .server(request.server())
                .spawnId(request.spawnId())
                .identity(request.identity())
                .settings(request.settings())
                .command(request.command())
                .environment(request.environment())
                .resources(request.resources())
                .userOptions(request.userOptions())
                .authState(request.authState())
                .previousState(state)
                .deadline(request.deadline())
                .build();
    }

    @Test
    void aServerThatDiesIsNoticed() throws Exception {
        ServerRef server = server("dies");
        Opaque state = start(server).state();
        assumeTrue(kill(server, state), "this test cannot kill servers");

        assertIsGone(spawner, server, state);
        Status.Exited exited = assertInstanceOf(Status.Exited.class, spawner.poll(server, state));
        assertFalse(exited.reason().isBlank(), "an exit needs a reason");
        spawner.stop(server, state, StopMode.GRACEFUL);
        assertNothingIsLeftOf(server);
    }

    @Test
    void anotherInstanceFindsTheServerAtItsAddress() throws Exception {
        assumeCapable(SpawnerCapability.RECOVER);
        ServerRef server = server("recover");
        StartResult.Running running = start(server);

        Spawner other = another();
        StartResult.Running found = other.recover(server, running.state())
                .orElseGet(() -> fail("another instance does not find the server"));
        assertEquals(running.uri(), found.uri());
        assertIsUp(other, server, found.state());
        other.stop(server, found.state(), StopMode.NOW);
        assertIsGone(spawner, server, running.state());
        assertEquals(Optional.empty(), other.recover(server, running.state()));
    }

    @Test
    void serversAreDiscoveredUntilTheyAreStopped() throws Exception {
        assumeCapable(SpawnerCapability.DISCOVER);
        ServerRef server = server("discover");
        SpawnRequest request = request(server);
        Opaque state = start(server, request, new RecordingProgress()).state();

        Spawner other = another();
        Found found = discovered(other, server).stream()
                .findFirst()
                .orElseGet(() -> fail("another instance does not discover the server"));
        assertEquals(request.spawnId(), found.spawnId());
        assertIsUp(other, server, found.state());
        other.stop(server, found.state(), StopMode.NOW);
        assertIsGone(spawner, server, state);
        assertEquals(List.of(), discovered(spawner, server));
    }

    @Test
    void anInterruptedStartLeavesNothing() throws Exception {
        for (long delay : new long[] {0, 1, 5, 20, 80, 300}) {
            ServerRef server = server("interrupt");
            interruptStart(server, Duration.ofMillis(delay));
            assertNothingIsLeftOf(server);
        }
    }

    @Test
    void differentServersStartAtOnce() throws Exception {
        List<Opaque> found = inParallel(10, number -> {
            ServerRef server = server("parallel-" + number);
            Opaque state = start(server).state();
            assertIsUp(spawner, server, state);
            return state;
        });
        assertEquals(10, found.stream().distinct().count(), "servers share a state");
    }

    @Test
    void aCommandThatFailsIsReportedAndLeavesNothing() throws Exception {
        ServerRef server = server("fails");
        Optional<SpawnRequest> request = failingRequest(server);
        assumeTrue(request.isPresent(), "this test has no failing request");

        try {
            if (spawner.start(request.get(), new RecordingProgress()) instanceof StartResult.Running running) {
                assertIsGone(spawner, server, running.state());
                spawner.stop(server, running.state(), StopMode.NOW);
            }
        } catch (ProviderException e) {
            assertSaysNoSecret(e);
        }
        assertNothingIsLeftOf(server);
    }

    @Test
    void hostileNamesAreOnlyNames() throws Exception {
        List<ServerRef> servers = hostileServers();
        List<SpawnRequest> requests = new ArrayList<>();
        for (ServerRef server : servers) {
            requests.add(request(server));
        }
        List<Opaque> states = inParallel(servers.size(), number -> {
            Opaque state = start(servers.get(number), requests.get(number), new RecordingProgress())
                    .state();
            assertIsUp(spawner, servers.get(number), state);
            return state;
        });
        if (spawner.capabilities().contains(SpawnerCapability.DISCOVER)) {
            for (SpawnRequest request : requests) {
                assertEquals(
                        request.spawnId(),
                        discovered(spawner, request.server()).get(0).spawnId(),
                        "found as " + request.server());
            }
        }
        inParallel(servers.size(), number -> spawner.stop(servers.get(number), states.get(number), StopMode.NOW));
        for (ServerRef server : servers) {
            assertNothingIsLeftOf(server);
        }
    }

    @Test
    void whatAServerPrintsCanBeRead() throws Exception {
        assumeCapable(SpawnerCapability.LOGS);
        ServerRef server = server("logs");
        Opaque state = start(server).state();

        Eventually.holds(
                "the log has " + printed(server), () -> log(server, state).contains(printed(server)));
        assertFalse(log(server, state).contains(TOKEN), "the log shows the token");
    }

    @Test
    void nothingThatIsShownHasTheToken() throws Exception {
        ServerRef server = server("secret");
        SpawnRequest request = request(server);
        RecordingProgress progress = new RecordingProgress();
        StartResult.Running running = start(server, request, progress);

        for (Object shown : List.of(spawner, request, running, running.state(), progress.messages())) {
            assertFalse(shown.toString().contains(TOKEN), shown.getClass() + " shows the token");
        }
        assertFalse(running.state().values().toString().contains(TOKEN), "the state keeps the token");
    }

    @Test
    void closingEndsCallsAndLeavesServers() throws Exception {
        ServerRef server = server("close");
        Opaque state = start(server).state();
        Spawner closing = another();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<Boolean> busy = threads.submit(() -> polledUntilClosed(closing, server, state));
            closing.close();
            assertTrue(busy.get(30, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
        assertIsUp(spawner, server, state);
    }

    @Test
    void capabilitiesStayTheSame() throws Exception {
        assertEquals(spawner.capabilities(), spawner.capabilities());
        assertEquals(spawner.capabilities(), another().capabilities());
    }

    /** Starts a server and has it removed after the test. */
    protected final StartResult.Running start(ServerRef server) throws Exception {
        return start(server, request(server), new RecordingProgress());
    }

    private StartResult.Running start(ServerRef server, SpawnRequest request, RecordingProgress progress)
            throws Exception {
        StartResult result = spawner.start(request, progress);
        StartResult.Running running = assertInstanceOf(StartResult.Running.class, result);
        states.put(server, running.state());
        return running;
    }

    private void assertStops(ServerRef server, StopMode mode) throws Exception {
        Opaque state = start(server).state();
        spawner.stop(server, state, mode);
        assertInstanceOf(Status.Exited.class, spawner.poll(server, state), "right after a stop");
        spawner.stop(server, state, mode);
        assertNothingIsLeftOf(server);
    }

    private void interruptStart(ServerRef server, Duration delay) throws Exception {
        RecordingProgress progress = new RecordingProgress();
        SpawnRequest request = request(server);
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread starter = new Thread(() -> {
            try {
                outcome.set(spawner.start(request, progress));
            } catch (ProviderException | InterruptedException | RuntimeException e) {
                outcome.set(e);
            }
        });
        starter.start();
        starter.join(Math.max(1, delay.toMillis()));
        starter.interrupt();
        starter.join(GOING_DOWN.toMillis());
        assertFalse(starter.isAlive(), "a start goes on " + GOING_DOWN + " after its interrupt");
        if (outcome.get() instanceof StartResult.Running running) {
            spawner.stop(server, running.state(), StopMode.NOW);
        } else if (outcome.get() instanceof RuntimeException e) {
            throw e;
        } else if (outcome.get() instanceof ProviderException e) {
            assertSaysNoSecret(e);
        }
        if (progress.lastCheckpoint().isPresent()) {
            assertIsGone(spawner, server, progress.lastCheckpoint().get());
        }
    }

    private static boolean polledUntilClosed(Spawner closing, ServerRef server, Opaque state)
            throws InterruptedException {
        try {
            for (int i = 0; i < 20; i++) {
                closing.poll(server, state);
            }
        } catch (ProviderException e) {
            assertSaysNoSecret(e);
        }
        return true;
    }

    private static void assertIsUp(Spawner spawner, ServerRef server, Opaque state) throws Exception {
        assertInstanceOf(Status.Up.class, spawner.poll(server, state), server + " is not up");
    }

    private static void assertIsGone(Spawner spawner, ServerRef server, Opaque state) {
        Eventually.holds(
                server + " has exited", GOING_DOWN, () -> spawner.poll(server, state) instanceof Status.Exited);
    }

    private void assertNothingIsLeftOf(ServerRef server) throws Exception {
        if (spawner.capabilities().contains(SpawnerCapability.DISCOVER)) {
            assertEquals(List.of(), discovered(spawner, server), "something of " + server + " is left");
        }
        OptionalInt trace = externalTrace();
        assertTrue(trace.isEmpty() || trace.getAsInt() == 0, "after " + server + " there is still " + trace);
    }

    private static List<Found> discovered(Spawner spawner, ServerRef server) throws Exception {
        return spawner.discover().stream()
                .filter(found -> found.server().equals(server))
                .toList();
    }

    private static void assertSaysNoSecret(ProviderException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause).contains(TOKEN), "an exception shows the token");
        }
        assertFalse(e.publicMessage().contains(TOKEN), "a public message shows the token");
        assertFalse(e.publicMessage().isBlank(), "an exception needs a public message");
    }

    private String log(ServerRef server, Opaque state) throws Exception {
        try (InputStream log = spawner.logs(server, state, LogRequest.tail(100))) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the log cannot be read", e);
        }
    }

    private Spawner another() throws Exception {
        Spawner other = anotherInstance();
        made.add(other);
        return other;
    }

    private void assumeCapable(SpawnerCapability capability) {
        assumeTrue(spawner.capabilities().contains(capability), "this spawner cannot " + capability);
    }

    private interface Numbered<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> inParallel(int times, Numbered<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                futures.add(threads.submit(() -> task.run(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(5, TimeUnit.MINUTES));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
