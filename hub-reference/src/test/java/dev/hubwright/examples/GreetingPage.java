package dev.hubwright.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Says whose server it is. */
record GreetingPage(ServerRef server) implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = ("Hello " + server.user()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
