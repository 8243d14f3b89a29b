package dev.hubwright.api.oauth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the hub is and who the application is there. A hub tells all of it to what it starts, in variables that begin with
 * {@code JUPYTERHUB_}: {@link #of}. An application that the hub does not start uses the builder. Immutable.
 */
public final class HubOAuthConfig {

    private final Builder parts;

    private HubOAuthConfig(Builder parts) {
        this.parts = parts;
    }

    /**
     * Starts with what has no default.
     *
     * @param apiUrl the hub's API as this application reaches it, such as {@code http://127.0.0.1:8081/hub/api}
     * @param clientId of this application at the hub
     * @param apiToken of this application, which is its client secret too
     */
    public static Builder builder(URI apiUrl, String clientId, Secret apiToken) {
        return new Builder(apiUrl, clientId, apiToken);
    }

    /**
     * Reads what a hub has put into the environment of a server or service.
     *
     * @throws InvalidSettings with everything that is missing or wrong
     */
    public static HubOAuthConfig of(Map<String, String> environment) {
        return new HubVariables(environment).read();
    }

    URI apiUrl() {
        return parts.apiUrl;
    }

    String clientId() {
        return parts.clientId;
    }

    Secret apiToken() {
        return parts.apiToken;
    }

    /** A page of the hub for browsers: {@code logout} gives {@code /hub/logout}. */
    public String hubPage(String page) {
        return parts.hubOrigin + parts.basePath + "hub/" + page;
    }

    /** What all paths of this application begin with; begins and ends with a slash. */
    public String prefix() {
        return parts.prefix;
    }

    /** Where the hub sends browsers back to, exactly as it has it registered: a path, or a whole address. */
    public String callbackUrl() {
        return parts.callbackUrl.isEmpty() ? parts.prefix + "oauth_callback" : parts.callbackUrl;
    }

    AccessScopes accessScopes() {
        return new AccessScopes(parts.accessScopes);
    }

    Optional<URI> publicUrl() {
        return parts.publicUrl;
    }

    /** By names in lower case. */
    Map<String, String> cookieOptions() {
        return parts.cookieOptions;
    }

    boolean hostPrefix() {
        return parts.hostPrefix;
    }

    /** The server's name at the hub; empty for a user's default server. */
    public String serverName() {
        return parts.serverName;
    }

    Optional<URI> activityUrl() {
        return parts.activityUrl;
    }

    Duration activityInterval() {
        return parts.activityInterval;
    }

    Duration cacheAge() {
        return parts.cacheAge;
    }

    HttpClient httpClient() {
        return parts.httpClient.orElseGet(() -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build());
    }

    /** Says which application, at which hub. */
    @Override
    public String toString() {
        return "HubOAuthConfig[" + parts.clientId + " at " + parts.apiUrl + "]";
    }

    /** Collects the parts of a {@link HubOAuthConfig}. Not thread-safe. */
    public static final class Builder {

        private final URI apiUrl;
        private final String clientId;
        private final Secret apiToken;
        private String hubOrigin = "";
        private String basePath = "/";
        private String prefix = "/";
        private String callbackUrl = "";
        private List<String> accessScopes = List.of();
        private Optional<URI> publicUrl = Optional.empty();
        private Map<String, String> cookieOptions = Map.of();
        private boolean hostPrefix;
        private String serverName = "";
        private Optional<URI> activityUrl = Optional.empty();
        private Duration activityInterval = Duration.ofSeconds(300);
        private Duration cacheAge = Duration.ofSeconds(300);
        private Optional<HttpClient> httpClient = Optional.empty();

        private Builder(URI apiUrl, String clientId, Secret apiToken) {
            String address = apiUrl.toString();
            this.apiUrl = URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
            this.clientId = requireNonNull(clientId, "clientId");
            this.apiToken = requireNonNull(apiToken, "apiToken");
        }

        private Builder(Builder other) {
            apiUrl = other.apiUrl;
            clientId = other.clientId;
            apiToken = other.apiToken;
            hubOrigin = other.hubOrigin;
            basePath = other.basePath;
            prefix = other.prefix;
            callbackUrl = other.callbackUrl;
            accessScopes = other.accessScopes;
            publicUrl = other.publicUrl;
            cookieOptions = other.cookieOptions;
            hostPrefix = other.hostPrefix;
            serverName = other.serverName;
            activityUrl = other.activityUrl;
            activityInterval = other.activityInterval;
            cacheAge = other.cacheAge;
            httpClient = other.httpClient;
        }

        /** The hub's origin for browsers, {@code https://hub.example.org}; empty, the default, if it is the same as ours. */
        public Builder hubOrigin(String value) {
            hubOrigin = value;
            return this;
        }

        /** The path under which the hub is, {@code /} by default. */
        public Builder basePath(String value) {
            basePath = slashed(value);
            return this;
        }

        /** The path under which this application is, {@code /} by default. */
        public Builder prefix(String value) {
            prefix = slashed(value);
            return this;
        }

        /** Sets {@link HubOAuthConfig#callbackUrl()}; {@code oauth_callback} under the prefix by default. */
        public Builder callbackUrl(String value) {
            callbackUrl = value;
            return this;
        }

        /** The scopes of which one suffices to come in, such as {@code access:services!service=plots}. None by default: nobody. */
        public Builder accessScopes(List<String> value) {
            accessScopes = List.copyOf(value);
            return this;
        }

        /** This application's address for browsers, if it is known: decides whether cookies go over TLS alone. */
        public Builder publicUrl(URI value) {
            publicUrl = Optional.of(value);
            return this;
        }

        /** Attributes of cookies, by names in lower case: {@code samesite}, {@code secure}, {@code domain}. */
        public Builder cookieOptions(Map<String, String> value) {
            cookieOptions = Map.copyOf(value);
            return this;
        }

        /** Whether cookies have the prefix {@code __Host-} and the path {@code /} where there is TLS. */
        public Builder hostPrefix(boolean value) {
            hostPrefix = value;
            return this;
        }

        /** Where to report activity, and of which server; without, {@link ActivityReports} stays quiet. */
        public Builder activity(URI url, String server) {
            activityUrl = Optional.of(url);
            serverName = requireNonNull(server, "server");
            return this;
        }

        /** How often to report it; five minutes by default. */
        public Builder activityInterval(Duration value) {
            activityInterval = requireNonNull(value, "value");
            return this;
        }

        /** How long the hub's word on a token is good; five minutes by default, as with notebook servers. */
        public Builder cacheAge(Duration value) {
            cacheAge = requireNonNull(value, "value");
            return this;
        }

        /** What to call the hub with, where that needs authorities or a proxy of its own. */
        public Builder httpClient(HttpClient value) {
            httpClient = Optional.of(value);
            return this;
        }

        /** Makes the configuration. */
        public HubOAuthConfig build() {
            return new HubOAuthConfig(new Builder(this));
        }

        private static String slashed(String path) {
            return (path.startsWith("/") ? "" : "/") + path + (path.endsWith("/") ? "" : "/");
        }
    }
}
