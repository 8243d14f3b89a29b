package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a spawner needs to know for one start. Immutable; {@code toString} shows no environment.
 *
 * <p>The settings are this start's own: those of the operator with group overrides, the chosen profile and the
 * person's permitted options already merged in.
 */
public final class SpawnRequest {

    private final ServerRef server;
    private final String spawnId;
    private final Identity identity;
    private final Settings settings;
    private final List<String> command;
    private final ServerEnvironment environment;
    private final Resources resources;
    private final Opaque userOptions;
    private final Opaque authState;
    private final Opaque previousState;
    private final Instant deadline;

    private SpawnRequest(Builder builder) {
        this.server = requireNonNull(builder.server, "server");
        this.spawnId = requireNonNull(builder.spawnId, "spawnId");
        this.identity = builder.identity.orElseGet(() -> Identity.of(server.user()));
        this.settings = requireNonNull(builder.settings, "settings");
        this.command = List.copyOf(builder.command);
        this.environment = requireNonNull(builder.environment, "environment");
        this.resources = builder.resources;
        this.userOptions = builder.userOptions;
        this.authState = builder.authState;
        this.previousState = builder.previousState;
        this.deadline = requireNonNull(builder.deadline, "deadline");
    }

    /** Starts with nothing but defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Which server. */
    public ServerRef server() {
        return server;
    }

    /** An id of this one start, unique for ever: letters and digits. Label what you make with it. */
    public String spawnId() {
        return spawnId;
    }

    /** Its owner as the authenticator knows them; only the hub name where nobody has said more. */
    public Identity identity() {
        return identity;
    }

    /** The settings of this start. */
    public Settings settings() {
        return settings;
    }

    /** The command and its arguments; empty to use what the image has. */
    public List<String> command() {
        return command;
    }

    /** What the server is told; the token is in it. */
    public ServerEnvironment environment() {
        return environment;
    }

    /** How much of the machine it gets. */
    public Resources resources() {
        return resources;
    }

    /** What the person chose, for display only: what was permitted is in the settings already. */
    public Opaque userOptions() {
        return userOptions;
    }

    /** The parts of the authenticator's state that the operator lets spawners see. */
    public Opaque authState() {
        return authState;
    }

    /** What the last stop has kept, see {@link StopResult#kept}; empty if it has kept nothing. */
    public Opaque previousState() {
        return previousState;
    }

    /** When the hub stops waiting, unless {@link Progress#phase} moves it. */
    public Instant deadline() {
        return deadline;
    }

    @Override
    public String toString() {
        return "SpawnRequest[" + server + ", " + spawnId + "]";
    }

    /** Collects the parts of a {@link SpawnRequest}. Not thread-safe. */
    public static final class Builder {

        private ServerRef server;
        private String spawnId;
        private Optional<Identity> identity = Optional.empty();
        private Settings settings;
        private List<String> command = List.of();
        private ServerEnvironment environment;
        private Resources resources = Resources.unlimited();
        private Opaque userOptions = Opaque.empty();
        private Opaque authState = Opaque.empty();
        private Opaque previousState = Opaque.empty();
        private Instant deadline;

        private Builder() {}

        /** Sets {@link SpawnRequest#server()}; required. */
        public Builder server(ServerRef value) {
            server = value;
            return this;
        }

        /** Sets {@link SpawnRequest#spawnId()}; required. */
        public Builder spawnId(String value) {
            spawnId = value;
            return this;
        }

        /** Sets {@link SpawnRequest#identity()}. */
        public Builder identity(Identity value) {
            identity = Optional.of(value);
            return this;
        }

        /** Sets {@link SpawnRequest#settings()}; required. */
        public Builder settings(Settings value) {
            settings = value;
            return this;
        }

        /** Sets {@link SpawnRequest#command()}. */
        public Builder command(List<String> value) {
            command = value;
            return this;
        }

        /** Sets {@link SpawnRequest#environment()}; required. */
        public Builder environment(ServerEnvironment value) {
            environment = value;
            return this;
        }

        /** Sets {@link SpawnRequest#resources()}. */
        public Builder resources(Resources value) {
            resources = requireNonNull(value, "resources");
            return this;
        }

        /** Sets {@link SpawnRequest#userOptions()}. */
        public Builder userOptions(Opaque value) {
            userOptions = requireNonNull(value, "userOptions");
            return this;
        }

        /** Sets {@link SpawnRequest#authState()}. */
        public Builder authState(Opaque value) {
            authState = requireNonNull(value, "authState");
            return this;
        }

        /** Sets {@link SpawnRequest#previousState()}. */
        public Builder previousState(Opaque value) {
            previousState = requireNonNull(value, "previousState");
            return this;
        }

        /** Sets {@link SpawnRequest#deadline()}; required. */
        public Builder deadline(Instant value) {
            deadline = value;
            return this;
        }

        /** Makes the request. */
        public SpawnRequest build() {
            return new SpawnRequest(this);
        }
    }
}
