package dev.hubwright.spawner.sudo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A server in place of Jupyter's: binds where it is told and shows what it sees. */
final class TestServer {

    private TestServer() {}

    public static void main(String[] args) throws Exception {
        List<String> modes = List.of(args);
        System.err.println("Hello from the server of " + System.getenv("JUPYTERHUB_USER"));
        if (modes.contains("flood")) {
            flood();
        }
        if (modes.contains("fail")) {
            System.err.println("No luck today, my token is " + System.getenv("JUPYTERHUB_API_TOKEN"));
            System.exit(3);
        }
        if (modes.contains("silent")) {
            Thread.sleep(600_000);
        }
        URI url = URI.create(System.getenv("JUPYTERHUB_SERVICE_URL"));
        // Before it binds: whoever sees it listen must find all of this in its log.
        System.err.println("Listening on " + url);
        HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
        server.createContext("/", TestServer::answer);
        server.start();
    }

    private static void flood() {
        String line = "x".repeat(1023);
        for (int i = 0; i < 12 * 1024; i++) {
            System.err.println(line);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String shown = "ok";
        if (path.endsWith("/env")) {
            shown = System.getenv().entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .collect(Collectors.joining("\n"));
        } else if (path.endsWith("/status")) {
            shown = Files.readString(Path.of("/proc/self/status"));
        } else if (path.endsWith("/folder")) {
            shown = Path.of("").toAbsolutePath().toString();
        } else if (path.endsWith("/stdin")) {
            shown = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
        } else if (path.endsWith("/exit")) {
            System.exit(7);
        }
        byte[] body = shown.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
