package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a proxy changes in requests and answers on their way. Immutable. */
public final class Forwarding {

    private final Builder values;

    private Forwarding(Builder values) {
        this.values = values;
    }

    /** The defaults, which each method of {@link Builder} names. */
    public static Forwarding defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    boolean forwardedFields() {
        return values.forwardedFields;
    }

    boolean prependPath() {
        return values.prependPath;
    }

    boolean includePrefix() {
        return values.includePrefix;
    }

    boolean changeOrigin() {
        return values.changeOrigin;
    }

    boolean hostRouting() {
        return values.hostRouting;
    }

    /** Whether what a client says of others is passed on. */
    boolean believes(String address) {
        return values.trustedProxies.isEmpty() || trusts(address);
    }

    /** Whether this is one of the proxies in front that were named. */
    boolean trusts(String address) {
        return values.trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    boolean requestIds() {
        return values.requestIds;
    }

    List<Map.Entry<String, String>> customHeaders() {
        return values.customHeaders;
    }

    LocationRules locationRules() {
        return new LocationRules(values.autoRewrite, values.protocolRewrite);
    }

    /** Collects what to change. Not thread-safe. */
    public static final class Builder {

        private boolean forwardedFields = true;
        private boolean prependPath = true;
        private boolean includePrefix = true;
        private boolean changeOrigin;
        private boolean hostRouting;
        private boolean requestIds;
        private boolean autoRewrite;
        private Optional<String> protocolRewrite = Optional.empty();
        private List<Map.Entry<String, String>> customHeaders = List.of();
        private List<AddressRange> trustedProxies = List.of();

        private Builder() {}

        private Builder(Builder other) {
            forwardedFields = other.forwardedFields;
            prependPath = other.prependPath;
            includePrefix = other.includePrefix;
            changeOrigin = other.changeOrigin;
            hostRouting = other.hostRouting;
            requestIds = other.requestIds;
            autoRewrite = other.autoRewrite;
            protocolRewrite = other.protocolRewrite;
            customHeaders = other.customHeaders;
            trustedProxies = other.trustedProxies;
        }

        /** Whether to add the {@code X-Forwarded} fields; on by default. */
        public Builder forwardedFields(boolean value) {
            forwardedFields = value;
            return this;
        }

        /** Whether a target's own path is put before that of the request; on by default. */
        public Builder prependPath(boolean value) {
            prependPath = value;
            return this;
        }

        /** Whether the part of the path that chose the route is sent on with the rest; on by default. */
        public Builder includePrefix(boolean value) {
            includePrefix = value;
            return this;
        }

        /** Whether a target is told its own address as {@code Host} instead of the browser's; off by default. */
        public Builder changeOrigin(boolean value) {
            changeOrigin = value;
            return this;
        }

        /** Whether the host of a request is the first segment of the path that chooses its route; off by default. */
        public Builder hostRouting(boolean value) {
            hostRouting = value;
            return this;
        }

        /**
         * Whether each request gets an {@code X-Request-ID}, which its target and its client are told; off by default.
         * One that comes from a proxy in {@link #trustedProxies} keeps the one that it has.
         */
        public Builder requestIds(boolean value) {
            requestIds = value;
            return this;
        }

        /** Whether redirects to the target's own address lead to the browser's host instead; off by default. */
        public Builder autoRewrite(boolean value) {
            autoRewrite = value;
            return this;
        }

        /** The scheme that redirects to the target's own address get; they keep theirs by default. */
        public Builder protocolRewrite(String scheme) {
            protocolRewrite = Optional.of(scheme);
            return this;
        }

        /**
         * Fields that every request to a target gets, in place of those with the same name.
         *
         * @throws IllegalArgumentException if a name or value cannot stand in a header
         */
        public Builder customHeaders(List<Map.Entry<String, String>> fields) {
            fields.forEach(field -> HeaderRules.checkField(field.getKey(), field.getValue()));
            customHeaders = List.copyOf(requireNonNull(fields, "fields"));
            return this;
        }

        /**
         * Who may say for whom a request is: {@code X-Forwarded} and like fields of everybody else are dropped. With
         * none, the default, everybody's are passed on, as configurable-http-proxy does.
         */
        public Builder trustedProxies(List<AddressRange> ranges) {
            trustedProxies = List.copyOf(ranges);
            return this;
        }

        /** What was collected so far. */
        public Forwarding build() {
            return new Forwarding(new Builder(this));
        }
    }
}
