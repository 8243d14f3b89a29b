package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a server lives. Three answers, because "I cannot tell" must never be taken for "it is dead". */
public sealed interface Status {

    /** It lives. */
    static Up up() {
        return Up.INSTANCE;
    }

    /**
     * It lives, and the proxy reaches it at this address now, which may have changed since its start.
     *
     * @param uri scheme, host and port only
     * @throws IllegalArgumentException if there is a path, or no scheme
     */
    static Up up(URI uri) {
        return new Up(Optional.of(StartResult.running(uri, Opaque.empty()).uri()));
    }

    /**
     * It is gone.
     *
     * @param reason one sentence for the person: exit code, signal, out of memory
     */
    static Exited exited(String reason) {
        return new Exited(OptionalInt.empty(), reason);
    }

    /** It is gone, with an exit code; signals count as 128 and their number. */
    static Exited exited(int code, String reason) {
        return new Exited(OptionalInt.of(code), reason);
    }

    /**
     * Nobody can tell just now.
     *
     * @param why for the operator
     */
    static Unknown unknown(String why) {
        return new Unknown(why);
    }

    /** It lives. */
    final class Up implements Status {
        private static final Up INSTANCE = new Up(Optional.empty());

        private final Optional<URI> uri;

        private Up(Optional<URI> uri) {
            this.uri = uri;
        }

        /** Where the proxy reaches it; empty if that is not looked at, and then nothing changes. */
        public Optional<URI> uri() {
            return uri;
        }

        @Override
        public String toString() {
            return "Up" + uri.map(known -> "[" + known + "]").orElse("");
        }
    }

    /** It is gone. */
    final class Exited implements Status {
        private final OptionalInt code;
        private final String reason;

        private Exited(OptionalInt code, String reason) {
            this.code = code;
            this.reason = requireNonNull(reason, "reason");
        }

        /** The exit code, where it is known. */
        public OptionalInt code() {
            return code;
        }

        /** One sentence for the person. */
        public String reason() {
            return reason;
        }

        @Override
        public String toString() {
            return "Exited[" + reason + "]";
        }
    }

    /** Nobody can tell just now. */
    final class Unknown implements Status {
        private final String why;

        private Unknown(String why) {
            this.why = requireNonNull(why, "why");
        }

        /** For the operator. */
        public String why() {
            return why;
        }

        @Override
        public String toString() {
            return "Unknown[" + why + "]";
        }
    }
}
