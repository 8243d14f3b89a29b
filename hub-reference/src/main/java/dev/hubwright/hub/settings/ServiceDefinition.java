package dev.hubwright.hub.settings;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program beside the hub, as {@code JupyterHub.services} describes it: one that the hub starts itself, or one that
 * runs elsewhere.
 *
 * @param name unique; a segment of its path
 * @param admin whether it may do what administrators may
 * @param url where it answers, for the route to it; an origin
 * @param command how to start it; empty where somebody else does
 * @param environment further variables for the command
 * @param apiToken what it shows to the hub; made up for a command without one
 * @param cwd the folder in which to start it
 * @param user the account as which to start it; empty for the hub's own
 * @param info what the API tells about it
 * @param display whether the menu leads there
 * @param oauthClientId its name as OAuth client
 * @param oauthNoConfirm whether people are not asked before it knows them
 * @param oauthRedirectUri where codes are sent; empty for the path below its own
 * @param oauthClientAllowedScopes what tokens of people may allow it beside knowing them
 */
public record ServiceDefinition(
        String name,
        boolean admin,
        Optional<URI> url,
        List<String> command,
        Map<String, String> environment,
        Optional<Secret> apiToken,
        Optional<Path> cwd,
        Optional<String> user,
        Map<String, Object> info,
        boolean display,
        String oauthClientId,
        boolean oauthNoConfirm,
        Optional<String> oauthRedirectUri,
        List<String> oauthClientAllowedScopes) {

    /** Refuses null, and copies. */
    public ServiceDefinition {
        requireNonNull(name, "name");
        requireNonNull(oauthClientId, "oauthClientId");
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        oauthClientAllowedScopes = List.copyOf(oauthClientAllowedScopes);
    }

    /** A service of which there is only its name, so that a token can be its. */
    public static ServiceDefinition named(String name) {
        return builder(name).build();
    }

    /** Begins with a name alone. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Whether the hub starts it. */
    public boolean isManaged() {
        return !command.isEmpty();
    }

    /** Without its variables and its token. */
    @Override
    public String toString() {
        return "ServiceDefinition[" + name + "]";
    }

    /** Composes one; what the methods mean stands at the record. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private boolean admin;
        private Optional<URI> url = Optional.empty();
        private List<String> command = List.of();
        private Map<String, String> environment = Map.of();
        private Optional<Secret> apiToken = Optional.empty();
        private Optional<Path> cwd = Optional.empty();
        private Optional<String> user = Optional.empty();
        private Map<String, Object> info = Map.of();
        private boolean display = true;
        private String oauthClientId;
        private boolean oauthNoConfirm;
        private Optional<String> oauthRedirectUri = Optional.empty();
        private List<String> oauthClientAllowedScopes = List.of();

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
            this.oauthClientId = "service-" + name;
        }

        /** Lets it do what administrators may. */
        public Builder admin(boolean value) {
            admin = value;
            return this;
        }

        /** Where it answers. */
        public Builder url(URI value) {
            url = Optional.of(value);
            return this;
        }

        /** How to start it. */
        public Builder command(List<String> value) {
            command = List.copyOf(value);
            return this;
        }

        /** Further variables for the command. */
        public Builder environment(Map<String, String> value) {
            environment = Map.copyOf(value);
            return this;
        }

        /** What it shows to the hub. */
        public Builder apiToken(Secret value) {
            apiToken = Optional.of(value);
            return this;
        }

        /** The folder in which to start it. */
        public Builder cwd(Path value) {
            cwd = Optional.of(value);
            return this;
        }

        /** The account as which to start it. */
        public Builder user(String value) {
            user = Optional.of(value);
            return this;
        }

        /** What the API tells about it. */
        public Builder info(Map<String, Object> value) {
            info = value;
            return this;
        }

        /** Whether the menu leads there; it does by default. */
        public Builder display(boolean value) {
            display = value;
            return this;
        }

        /** Its name as OAuth client; {@code service-} and its name by default. */
        public Builder oauthClientId(String value) {
            oauthClientId = requireNonNull(value, "value");
            return this;
        }

        /** Whether people are not asked before it knows them. */
        public Builder oauthNoConfirm(boolean value) {
            oauthNoConfirm = value;
            return this;
        }

        /** Where codes are sent. */
        public Builder oauthRedirectUri(String value) {
            oauthRedirectUri = Optional.of(value);
            return this;
        }

        /** What tokens of people may allow it beside knowing them. */
        public Builder oauthClientAllowedScopes(List<String> value) {
            oauthClientAllowedScopes = List.copyOf(value);
            return this;
        }

        /** Makes the definition. */
        public ServiceDefinition build() {
            return new ServiceDefinition(
                    name,
                    admin,
                    url,
                    command,
                    environment,
                    apiToken,
                    cwd,
                    user,
                    info,
                    display,
                    oauthClientId,
                    oauthNoConfirm,
                    oauthRedirectUri,
                    oauthClientAllowedScopes);
        }
    }
}
