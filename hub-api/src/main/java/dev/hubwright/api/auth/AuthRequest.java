package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser sent in one step of a login. Immutable; {@code toString} shows no values.
 *
 * <p>Everything in it was chosen by a stranger.
 */
public final class AuthRequest {

    private final Map<String, Secret> fields;
    private final Map<String, String> query;
    private final Map<String, List<String>> headers;
    private final String peerAddress;
    private final String forwardedBy;
    private final Optional<URI> callbackUri;
    private final Locale locale;
    private final Optional<Opaque> flow;
    private final Opaque hint;
    private final Optional<Instant> deadline;

    private AuthRequest(Builder builder) {
        this.fields = Map.copyOf(builder.fields);
        this.query = Map.copyOf(builder.query);
        this.headers = Map.copyOf(builder.headers);
        this.peerAddress = builder.peerAddress;
        this.forwardedBy = builder.forwardedBy;
        this.callbackUri = builder.callbackUri;
        this.locale = builder.locale;
        this.flow = builder.flow;
        this.hint = builder.hint;
        this.deadline = builder.deadline;
    }

    /** A form with a user name and a password, as typed. */
    public static AuthRequest password(String username, Secret password) {
        return builder()
                .field("username", Secret.of(username))
                .field("password", password)
                .build();
    }

    /** Starts with nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** The user name as typed, without blanks around it; empty if the form had none. */
    public String username() {
        return field("username").map(Secret::reveal).orElse("").strip();
    }

    /** The password as typed; the empty secret if the form had none. */
    public Secret password() {
        return field("password").orElse(Secret.of(""));
    }

    /** A field of the form; where a name came more than once, its last value. */
    public Optional<Secret> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** A parameter of the query. A name that came more than once is left out: such a request is an attack. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** All values of a header, in order; upper and lower case of the name are the same. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The IP address that the hub believes the browser has; empty if it is not known. */
    public String peerAddress() {
        return peerAddress;
    }

    /**
     * The IP address that connected to the hub's own front, whatever headers claim: of a trusted proxy, or of the browser
     * itself. Empty if it is not known, and then nothing that only a trusted proxy may say is to be believed.
     */
    public String forwardedBy() {
        return forwardedBy;
    }

    /** Where an identity provider has to send the browser back to for this instance. */
    public Optional<URI> callbackUri() {
        return callbackUri;
    }

    /** The language that the browser prefers. */
    public Locale locale() {
        return locale;
    }

    /** What the step before wanted kept; empty in the first step. */
    public Optional<Opaque> flow() {
        return flow;
    }

    /** What this login has to ask for beyond the usual, see {@link TokenAnswer.LoginNeeded}; mostly empty. */
    public Opaque hint() {
        return hint;
    }

    /** When the caller stops waiting. */
    public Optional<Instant> deadline() {
        return deadline;
    }

    /** The same request of a caller who waits until {@code value}. */
    public AuthRequest withDeadline(Instant value) {
        return copy().deadline(value).build();
    }

    /** The same request after a step that wanted {@code value} kept. */
    AuthRequest withFlow(Opaque value) {
        return copy().flow(value).build();
    }

    private Builder copy() {
        Builder copy = new Builder();
        copy.fields.putAll(fields);
        copy.query.putAll(query);
        copy.headers.putAll(headers);
        copy.peerAddress = peerAddress;
        copy.forwardedBy = forwardedBy;
        copy.callbackUri = callbackUri;
        copy.locale = locale;
        copy.flow = flow;
        copy.hint = hint;
        copy.deadline = deadline;
        return copy;
    }

    @Override
    public String toString() {
        return "AuthRequest[fields=" + fields.keySet() + ", query=" + query.keySet() + ", from=" + peerAddress + "]";
    }

    /** Collects the parts of an {@link AuthRequest}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Secret> fields = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private String peerAddress = "";
        private String forwardedBy = "";
        private Optional<URI> callbackUri = Optional.empty();
        private Locale locale = Locale.ENGLISH;
        private Optional<Opaque> flow = Optional.empty();
        private Opaque hint = Opaque.empty();
        private Optional<Instant> deadline = Optional.empty();

        private Builder() {}

        /** Sets one field of the form. */
        public Builder field(String name, Secret value) {
            fields.put(name, requireNonNull(value, name));
            return this;
        }

        /** Sets one parameter of the query. */
        public Builder query(String name, String value) {
            query.put(name, requireNonNull(value, name));
            return this;
        }

        /** Sets all values of one header. */
        public Builder header(String name, List<String> values) {
            headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values));
            return this;
        }

        /** Sets {@link AuthRequest#peerAddress()}. */
        public Builder peerAddress(String value) {
            peerAddress = requireNonNull(value, "peerAddress");
            return this;
        }

        /** Sets {@link AuthRequest#forwardedBy()}. */
        public Builder forwardedBy(String value) {
            forwardedBy = requireNonNull(value, "forwardedBy");
            return this;
        }

        /** Sets {@link AuthRequest#callbackUri()}. */
        public Builder callbackUri(URI value) {
            callbackUri = Optional.of(value);
            return this;
        }

        /** Sets {@link AuthRequest#locale()}. */
        public Builder locale(Locale value) {
            locale = requireNonNull(value, "locale");
            return this;
        }

        /** Sets {@link AuthRequest#flow()}. */
        public Builder flow(Opaque value) {
            flow = Optional.of(value);
            return this;
        }

        /** Sets {@link AuthRequest#hint()}. */
        public Builder hint(Opaque value) {
            hint = requireNonNull(value, "hint");
            return this;
        }

        /** Sets {@link AuthRequest#deadline()}. */
        public Builder deadline(Instant value) {
            deadline = Optional.of(value);
            return this;
        }

        /** Makes the request. */
        public AuthRequest build() {
            return new AuthRequest(this);
        }
    }
}
