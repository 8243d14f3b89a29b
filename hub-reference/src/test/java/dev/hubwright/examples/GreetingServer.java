package dev.hubwright.examples;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

// quote
/** The smallest server that a hub can start: it binds where it is told to and greets whoever comes. */
final class GreetingServer {

    public static void main(String[] arguments) throws IOException {
        URI place = URI.create(System.getenv("JUPYTERHUB_SERVICE_URL"));
        byte[] greeting = ("Hello, " + System.getenv("JUPYTERHUB_USER")).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(place.getHost(), place.getPort()), 0);
        server.createContext(place.getPath(), exchange -> {
            exchange.sendResponseHeaders(200, greeting.length);
            exchange.getResponseBody().write(greeting);
            exchange.close();
        });
        server.start();
    }

    private GreetingServer() {}
}
// end of quote
