package dev.hubwright.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As much of a hub as an application calls. Every code is good once, if it is in {@link #codes}. */
final class FakeHub implements AutoCloseable {

    final Map<String, String> users = new ConcurrentHashMap<>();
    final Map<String, String> codes = new ConcurrentHashMap<>();
    final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    final List<String> reports = new CopyOnWriteArrayList<>();
    final List<String> questions = new CopyOnWriteArrayList<>();
    volatile int broken;

    private final HttpServer server;

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hub/api/", this::answer);
        server.start();
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hub/api");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String token = authorization.substring("token ".length());
        String operation = exchange.getRequestURI().getPath().substring("/hub/api/".length());
        if (broken != 0) {
            reply(exchange, broken, "no");
        } else if (operation.equals("user")) {
            questions.add(token);
            String user = users.get(token);
            reply(exchange, user == null ? 403 : 200, user == null ? "{\"status\": 403}" : user);
        } else if (operation.equals("oauth2/token")) {
            Map<String, String> form = form(body);
            forms.add(form);
            String granted = codes.remove(form.get("code"));
            reply(
                    exchange,
                    granted == null ? 400 : 200,
                    granted == null
                            ? "{\"error\": \"invalid_grant\"}"
                            : "{\"access_token\": \"" + granted + "\", \"expires_in\": 1209600, \"scope\": \"a b\"}");
        } else {
            reports.add(token + " " + operation + " " + body);
            reply(exchange, 200, "");
        }
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(pair -> new ArrayList<>(List.of(pair.split("=", 2))))
                .collect(Collectors.toMap(pair -> pair.get(0), pair -> URLDecoder.decode(pair.get(1), UTF_8)));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
