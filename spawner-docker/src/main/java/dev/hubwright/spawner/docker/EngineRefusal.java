package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An answer that is an error, to a request made by hand. */
final class EngineRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    EngineRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static void throwIfAny(DockerHttpClient.Response response) {
        if (response.getStatusCode() >= 300) {
            try {
                String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
                throw new EngineRefusal(response.getStatusCode(), text(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    int status() {
        return status;
    }

    /** The sentence in what the engine sends, which the library puts behind a number. */
    static String text(String body) {
        String json = String.valueOf(body);
        int begin = json.indexOf('{');
        if (begin < 0) {
            return json.strip();
        }
        try {
            JsonNode message = Json.MAPPER.readTree(json.substring(begin)).path("message");
            return message.isTextual() ? message.asText().strip() : json.strip();
        } catch (JsonProcessingException e) {
            return json.strip();
        }
    }
}
