package dev.hubwright.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What a program has said to a hub of ours, and was answered, as {@code src/test/recordings/record.py} wrote it down. */
record Recording(String program, List<Exchange> exchanges) {

    /**
     * One request. Secrets, times and addresses of that run are names in braces.
     *
     * @param by {@code program}, or whose browser the program has sent there
     * @param answer with {@code status}, {@code headers} and {@code body}, as far as they may matter
     */
    record Exchange(String by, String method, String path, Map<String, String> headers, String body, JsonNode answer) {}

    /** Takes its name, as in {@code singleuser-5.5.1}. */
    static Recording of(String name) {
        try (var stream = Recording.class.getResourceAsStream("recordings/" + name + ".json")) {
            JsonNode all = WebClient.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            return new Recording(
                    all.path("program").asText(),
                    StreamSupport.stream(all.path("exchanges").spliterator(), false)
                            .map(Recording::exchange)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange exchange(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new Exchange(
                json.path("by").asText(),
                json.path("method").asText(),
                json.path("path").asText(),
                headers,
                json.path("body").asText(),
                json.path("answer"));
    }
}
