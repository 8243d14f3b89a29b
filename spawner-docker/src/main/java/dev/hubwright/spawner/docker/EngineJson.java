package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Requests to the engine by hand, for what the library has no words for. */
final class EngineJson {

    private final Engine engine;

    EngineJson(Engine engine) {
        this.engine = engine;
    }

    JsonNode get(String path) throws EngineException, InterruptedException {
        return send(Method.GET, path, Map.of(), new byte[0]);
    }

    JsonNode post(String path, Map<String, String> headers, Object body) throws EngineException, InterruptedException {
        return send(Method.POST, path, headers, Json.bytes(body));
    }

    void delete(String path) throws EngineException, InterruptedException {
        send(Method.DELETE, path, Map.of(), new byte[0]);
    }

    private JsonNode send(Method method, String path, Map<String, String> headers, byte[] body)
            throws EngineException, InterruptedException {
        return engine.changeByHand(transport -> {
            DockerHttpClient.Request.Builder request =
                    DockerHttpClient.Request.builder().method(method).path(engine.versionPath() + path);
            headers.forEach(request::putHeader);
            if (body.length > 0) {
                request.putHeader("Content-Type", "application/json").body(new ByteArrayInputStream(body));
            }
            try (DockerHttpClient.Response response = transport.execute(request.build())) {
                EngineRefusal.throwIfAny(response);
                return Json.MAPPER.readTree(response.getBody());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
