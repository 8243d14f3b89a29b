package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import java.net.URI;

/** How a start ended. */
public sealed interface StartResult {

    /**
     * The server is coming up.
     *
     * @param uri where the proxy reaches it: scheme, host and port only
     * @param state what finds it again
     */
    static Running running(URI uri, Opaque state) {
        return new Running(uri, state);
    }

    /**
     * The server is not started, and nothing is broken: a quota is used up, an option is not allowed.
     *
     * @param reason for the operator
     * @param publicMessage for the person
     */
    static Refused refused(String reason, String publicMessage) {
        return new Refused(reason, publicMessage);
    }

    /** The server is coming up. */
    final class Running implements StartResult {

        private final URI uri;
        private final Opaque state;

        private Running(URI uri, Opaque state) {
            if (!uri.isAbsolute()
                    || (uri.getRawPath() != null && uri.getRawPath().length() > 1)) {
                throw new IllegalArgumentException(uri + " must have a scheme, a host and a port, and no path");
            }
            this.uri = uri;
            this.state = requireNonNull(state, "state");
        }

        /** Where the proxy reaches it: scheme, host and port only. */
        public URI uri() {
            return uri;
        }

        /** What finds it again. */
        public Opaque state() {
            return state;
        }

        @Override
        public String toString() {
            return "Running[" + uri + "]";
        }
    }

    /** The server is not started, and nothing is broken. */
    final class Refused implements StartResult {

        private final String reason;
        private final String publicMessage;

        private Refused(String reason, String publicMessage) {
            this.reason = requireNonNull(reason, "reason");
            this.publicMessage = requireNonNull(publicMessage, "publicMessage");
        }

        /** For the operator. */
        public String reason() {
            return reason;
        }

        /** For the person. */
        public String publicMessage() {
            return publicMessage;
        }

        @Override
        public String toString() {
            return "Refused[" + reason + "]";
        }
    }
}
