package dev.hubwright.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hubwright.api.contract.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A window to the console of a workspace, without a browser. */
final class ConsoleClient implements WebSocket.Listener, AutoCloseable {

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;

    private ConsoleClient() {}

    /** @throws java.util.concurrent.ExecutionException if the server refuses */
    static ConsoleClient open(URI site, String path, String... headers) throws Exception {
        ConsoleClient client = new ConsoleClient();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI address = URI.create(site.resolve(path).toString().replaceFirst("http", "ws"));
        client.socket = builder.buildAsync(address, client).get(60, TimeUnit.SECONDS);
        return client;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            frames.add(WebClient.parse(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    void run(String code) {
        String message = JsonNodeFactory.instance
                .objectNode()
                .put("do", "run")
                .put("code", code)
                .toString();
        socket.sendText(message, true).join();
    }

    void send(String what) {
        socket.sendText("{\"do\": \"" + what + "\"}", true).join();
    }

    void await(String kind, String text) {
        Eventually.holds(kind + " " + text + " in " + frames, Duration.ofSeconds(90), () -> has(kind, text));
    }

    boolean has(String kind, String text) {
        return frames.stream()
                .anyMatch(frame -> frame.path("kind").asText().equals(kind)
                        && frame.path("text").asText().contains(text));
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public String toString() {
        return frames.toString();
    }
}
