package dev.hubwright.hub.workspace;

import dev.hubwright.hub.web.Response;
import java.nio.file.Path;
import java.util.Optional;

/** What becomes of a request. */
sealed interface Reply {

    /** An answer that is known whole. */
    record Whole(Response response) implements Reply {}

    /** A file to send, under this name. */
    record Sending(Path file, String name) implements Reply {}

    /**
     * The body is to become a file.
     *
     * @param version the one that may be replaced; empty if there must be none, {@code *} for any
     */
    record Receiving(String path, Optional<String> version) implements Reply {}

    /** A web socket of the console. */
    record Talking() implements Reply {}
}
