package dev.hubwright.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Starts web servers inside the test's own JVM, in no time, and holds or fails starts where a test wants that. */
final class LittleServers implements Spawner {

    private final Map<ServerRef, HttpServer> running = new ConcurrentHashMap<>();
    private final Map<ServerRef, Map<String, String>> environments = new ConcurrentHashMap<>();
    private final Map<ServerRef, Set<String>> secretNames = new ConcurrentHashMap<>();
    private final Map<ServerRef, Map<String, List<String>>> headers = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<ProviderException>> failure = new AtomicReference<>(Optional.empty());
    private final Set<ServerRef> computing = ConcurrentHashMap.newKeySet();
    private final Semaphore gate = new Semaphore(Integer.MAX_VALUE);
    private final Semaphore end = new Semaphore(Integer.MAX_VALUE);
    private volatile int status = 200;
    private volatile Optional<SpawnChoices> choices = Optional.empty();
    private volatile Optional<String> printed = Optional.empty();

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        progress.report(30, "Looking for a place");
        gate.acquire();
        gate.release();
        Optional<ProviderException> planned = failure.get();
        if (planned.isPresent()) {
            throw planned.get();
        }
        HttpServer server = listen(request.server());
        running.put(request.server(), server);
        int port = server.getAddress().getPort();
        environments.put(request.server(), request.environment().boundTo("127.0.0.1", port));
        secretNames.put(request.server(), request.environment().secretNames());
        Opaque state = Opaque.of(1, Map.of("port", Integer.toString(port)));
        progress.checkpoint(state);
        return StartResult.running(URI.create("http://127.0.0.1:" + port), state);
    }

    private HttpServer listen(ServerRef server) throws ProviderException {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", exchange -> answer(exchange, server));
            http.start();
            return http;
        } catch (IOException e) {
            throw ProviderException.retryable("No place", "No port", e);
        }
    }

    private void answer(HttpExchange exchange, ServerRef server) throws IOException {
        headers.put(server, Map.copyOf(exchange.getRequestHeaders()));
        boolean kernels = exchange.getRequestURI().getPath().endsWith("/api/kernels") && computing.contains(server);
        String text = kernels
                ? "[{\"execution_state\": \"idle\"}, {\"execution_state\": \"busy\"}]"
                : "This is the server of " + server;
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The headers of the last request that a server got. */
    Map<String, List<String>> headersOf(ServerRef server) {
        return headers.get(server);
    }

    @Override
    public Status poll(ServerRef server, Opaque state) {
        return running.containsKey(server) ? Status.up() : Status.exited("it is not there");
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode) throws InterruptedException {
        end.acquire();
        end.release();
        Optional.ofNullable(running.remove(server)).ifPresent(http -> http.stop(0));
        return StopResult.gone();
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state) {
        return Optional.ofNullable(running.get(server))
                .map(http -> URI.create("http://127.0.0.1:" + http.getAddress().getPort()))
                .map(uri -> StartResult.running(uri, state));
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return choices.filter(type::isInstance).map(type::cast);
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return printed.isPresent() ? Set.of(SpawnerCapability.LOGS) : Set.of();
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request) {
        return new ByteArrayInputStream(printed.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    /** What the log of every server is. */
    LittleServers printing(String text) {
        printed = Optional.of(text);
        return this;
    }

    /** Lets people choose; to be said before the hub starts. */
    LittleServers offering(SpawnChoices value) {
        choices = Optional.of(value);
        return this;
    }

    /** Ends all servers, which outlive the hub as real ones do. */
    void stopAll() {
        running.values().forEach(http -> http.stop(0));
        running.clear();
    }

    /** Lets no start go on until {@link #release}. */
    void hold() {
        gate.drainPermits();
    }

    /** Lets no stop go on until {@link #release}. */
    void holdStops() {
        end.drainPermits();
    }

    void release() {
        gate.release(Integer.MAX_VALUE - gate.availablePermits());
        end.release(Integer.MAX_VALUE - end.availablePermits());
    }

    void failWith(ProviderException planned) {
        failure.set(Optional.of(planned));
    }

    void failNoMore() {
        failure.set(Optional.empty());
    }

    /** Says of this server from now on that a kernel computes. */
    void compute(ServerRef server) {
        computing.add(server);
    }

    /** Makes every server answer 500 from now on. */
    void breakAll() {
        answerAll(500);
    }

    /** Makes every server answer with this status from now on. */
    void answerAll(int value) {
        status = value;
    }

    int count() {
        return running.size();
    }

    /** The variables of the server that must not be seen. */
    Set<String> secretNames(ServerRef server) {
        return secretNames.get(server);
    }

    /** What the server was last told by this variable. */
    String told(ServerRef server, String variable) {
        return environments.get(server).get(variable);
    }
}
