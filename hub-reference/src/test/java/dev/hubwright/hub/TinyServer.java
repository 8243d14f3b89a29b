package dev.hubwright.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server of a process of its own that does little, or fails as its first argument says. */
final class TinyServer {

    private TinyServer() {}

    public static void main(String[] arguments) throws Exception {
        String mode = arguments.length == 0 ? "" : arguments[0];
        if (mode.equals("exit")) {
            System.err.println("I cannot go on, and my token is " + System.getenv("JUPYTERHUB_API_TOKEN"));
            System.exit(3);
        }
        if (mode.equals("silent")) {
            Thread.sleep(600_000);
        }
        URI url = URI.create(System.getenv("JUPYTERHUB_SERVICE_URL"));
        HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
        server.createContext("/", exchange -> answer(exchange, mode.equals("broken") ? 500 : 200));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = ("This is the server of " + System.getenv("JUPYTERHUB_USER")).getBytes(StandardCharsets.UTF_8);
        if (exchange.getRequestURI().getPath().endsWith("/half")) {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            Runtime.getRuntime().halt(9);
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The command that starts one, with little to start. */
    static List<String> command(String... mode) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(URI.create(TinyServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        return Stream.concat(
                        List.of(
                                java,
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx24m",
                                "-cp",
                                classes,
                                TinyServer.class.getName())
                                .stream(),
                        List.of(mode).stream())
                .toList();
    }
}
