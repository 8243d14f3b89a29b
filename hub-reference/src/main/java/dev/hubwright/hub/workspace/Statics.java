package dev.hubwright.hub.workspace;

import dev.hubwright.hub.web.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files that the page consists of. Look and logo are the hub's. */
final class Statics {

    private record Resource(String place, String contentType) {}

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private static final Map<String, Resource> RESOURCES = Map.of(
            "index.html", new Resource("index.html", "text/html; charset=utf-8"),
            "workspace.css", new Resource("workspace.css", STYLE),
            "workspace.js", new Resource("workspace.js", SCRIPT),
            "files.js", new Resource("files.js", SCRIPT),
            "console.js", new Resource("console.js", SCRIPT),
            "style.css", new Resource("/dev/hubwright/hub/pages/static/style.css", STYLE),
            "logo.svg", new Resource("/dev/hubwright/hub/pages/static/logo.svg", "image/svg+xml"));

    private Statics() {}

    static Optional<Response> find(String name) {
        return Optional.ofNullable(RESOURCES.get(name))
                .map(resource -> Response.of(200, resource.contentType(), bytes(resource.place())));
    }

    private static byte[] bytes(String place) {
        try (InputStream stream = Statics.class.getResourceAsStream(place)) {
            if (stream == null) {
                throw new IllegalStateException(place + " is missing from the class path");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
