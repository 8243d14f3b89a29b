package dev.hubwright.auth.oidc;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where a provider tells that somebody logged out there. */
final class LogoutListener implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<Map<String, String>> messages = new LinkedBlockingQueue<>();

    LogoutListener() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            messages.add(FaultyProvider.parameters(body));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/backchannel";
    }

    /** The next token; fails if none comes. */
    String token() throws InterruptedException {
        Map<String, String> message = messages.poll(60, TimeUnit.SECONDS);
        if (message == null || !message.containsKey("logout_token")) {
            throw new AssertionError("No logout token came");
        }
        return message.get("logout_token");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
