package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How providers reach other machines by HTTP: by which proxy, trusting whom, and how patiently. Plain values, so that each
 * provider can tell them to its own library. Immutable; {@code toString} shows no password.
 */
public final class HttpPolicy {

    private final Optional<URI> httpProxy;
    private final Optional<URI> httpsProxy;
    private final List<String> direct;
    private final Optional<String> authorities;
    private final Duration connectTimeout;
    private final Duration responseTimeout;

    private HttpPolicy(Builder builder) {
        this.httpProxy = builder.httpProxy;
        this.httpsProxy = builder.httpsProxy;
        this.direct = builder.direct;
        this.authorities = builder.authorities;
        this.connectTimeout = builder.connectTimeout;
        this.responseTimeout = builder.responseTimeout;
    }

    /** Starts with no proxy, the authorities of the JVM, and limits of 5 and 15 seconds. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What {@code https_proxy}, {@code http_proxy} and {@code no_proxy} say, in small or capital letters.
     *
     * @throws InvalidSettings if an address of a proxy is none
     */
    public static HttpPolicy of(Map<String, String> environment) {
        Builder builder = builder();
        variable(environment, "https_proxy").ifPresent(value -> builder.httpsProxy(proxy("https_proxy", value)));
        variable(environment, "http_proxy").ifPresent(value -> builder.httpProxy(proxy("http_proxy", value)));
        variable(environment, "no_proxy").ifPresent(value -> builder.direct(List.of(value.split("[\\s,]+"))));
        return builder.build();
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static URI proxy(String variable, String value) {
        try {
            return checked(URI.create(value.contains("://") ? value : "http://" + value));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettings(List.of(new Problem(
                    variable, "is not the address of a proxy; expected http://host:port", Origin.variable(variable))));
        }
    }

    private static URI checked(URI proxy) {
        if (proxy.getHost() == null || proxy.getPort() < 1) {
            throw new IllegalArgumentException("A proxy needs a host and a port");
        }
        return proxy;
    }

    /**
     * The proxy to use for {@code target}: scheme, host and port, and user and password where it wants them. Empty if it is
     * to be reached directly, which this machine itself always is.
     */
    public Optional<URI> proxyFor(URI target) {
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        if (isThisMachine(host) || direct.stream().anyMatch(rule -> covers(rule, host))) {
            return Optional.empty();
        }
        return "https".equalsIgnoreCase(target.getScheme()) ? httpsProxy : httpProxy;
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static boolean covers(String rule, String host) {
        String name = rule.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
        return rule.equals("*") || host.equals(name) || (!name.isEmpty() && host.endsWith("." + name));
    }

    /** Certificates in PEM of the authorities to trust in place of the JVM's own. */
    public Optional<String> authorities() {
        return authorities;
    }

    /** How long to wait for a connection. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long to wait for a whole answer. */
    public Duration responseTimeout() {
        return responseTimeout;
    }

    @Override
    public String toString() {
        return "HttpPolicy[http=" + shown(httpProxy) + ", https=" + shown(httpsProxy) + ", direct=" + direct + "]";
    }

    private static String shown(Optional<URI> proxy) {
        return proxy.map(uri -> uri.getHost() + ":" + uri.getPort()).orElse("direct");
    }

    /** Collects the parts of an {@link HttpPolicy}. Not thread-safe. */
    public static final class Builder {

        private Optional<URI> httpProxy = Optional.empty();
        private Optional<URI> httpsProxy = Optional.empty();
        private List<String> direct = List.of();
        private Optional<String> authorities = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration responseTimeout = Duration.ofSeconds(15);

        private Builder() {}

        /**
         * Sets the proxy for addresses that begin with {@code http}.
         *
         * @throws IllegalArgumentException if it has no host or no port
         */
        public Builder httpProxy(URI value) {
            httpProxy = Optional.of(checked(value));
            return this;
        }

        /**
         * Sets the proxy for addresses that begin with {@code https}.
         *
         * @throws IllegalArgumentException if it has no host or no port
         */
        public Builder httpsProxy(URI value) {
            httpsProxy = Optional.of(checked(value));
            return this;
        }

        /** Names of hosts and domains that are reached without a proxy; {@code *} for all. */
        public Builder direct(List<String> names) {
            direct = names.stream().filter(name -> !name.isBlank()).toList();
            return this;
        }

        /** Sets {@link HttpPolicy#authorities()}. */
        public Builder authorities(String pem) {
            authorities = Optional.of(pem);
            return this;
        }

        /** Sets {@link HttpPolicy#connectTimeout()}. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = requireNonNull(value, "connectTimeout");
            return this;
        }

        /** Sets {@link HttpPolicy#responseTimeout()}. */
        public Builder responseTimeout(Duration value) {
            responseTimeout = requireNonNull(value, "responseTimeout");
            return this;
        }

        /** Makes the policy. */
        public HttpPolicy build() {
            return new HttpPolicy(this);
        }
    }
}
