package dev.hubwright.hub.rest;

import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.yaml}: the operations in the words of OpenAPI 3.1, for everybody. */
final class OpenApi {

    private final byte[] document = read();

    Response get(Request request) {
        return Response.of(200, "application/yaml", document).with("access-control-allow-origin", "*");
    }

    private static byte[] read() {
        try (InputStream stream = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
