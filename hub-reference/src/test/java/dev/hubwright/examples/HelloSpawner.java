package dev.hubwright.examples;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

// quote
/** Gives everybody a web server inside the hub's own process; they all end with it. */
final class HelloSpawner implements Spawner {

    private final Map<String, HttpServer> servers = new ConcurrentHashMap<>();

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException {
        Opaque state = Opaque.of(1, Map.of("start", request.spawnId()));
        progress.checkpoint(state);
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            http.createContext("/", new GreetingPage(request.server()));
            http.start();
            servers.put(request.spawnId(), http);
            return StartResult.running(
                    URI.create("http://127.0.0.1:" + http.getAddress().getPort()), state);
        } catch (IOException e) {
            throw ProviderException.retryable("Your server cannot be started just now", "No port is free", e);
        }
    }

    @Override
    public Status poll(ServerRef server, Opaque state) {
        return state.text("start").filter(servers::containsKey).isPresent()
                ? Status.up()
                : Status.exited("It has ended");
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode) {
        Optional<HttpServer> http = state.text("start").map(servers::remove);
        http.ifPresent(running -> running.stop(0));
        return StopResult.gone();
    }
}
// end of quote
