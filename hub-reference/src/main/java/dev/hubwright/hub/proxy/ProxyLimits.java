package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** How much a proxy takes and how long it waits. Immutable; there is no limit on a whole request or response. */
public final class ProxyLimits {

    private final Builder values;

    private ProxyLimits(Builder values) {
        this.values = values;
    }

    /** The defaults, which each method of {@link Builder} names. */
    public static ProxyLimits defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    int eventLoops() {
        return values.eventLoops;
    }

    int connections() {
        return values.connections;
    }

    Optional<Integer> connectionsPerAddress() {
        return values.connectionsPerAddress;
    }

    int bodyRate() {
        return values.bodyRate;
    }

    int requestsPerTarget() {
        return values.requestsPerTarget;
    }

    int tunnelsPerTarget() {
        return values.tunnelsPerTarget;
    }

    int headBytes() {
        return values.headBytes;
    }

    Duration headTimeout() {
        return values.headTimeout;
    }

    Duration keepAlive() {
        return values.keepAlive;
    }

    Duration stallTimeout() {
        return values.stallTimeout;
    }

    Duration connectTimeout() {
        return values.connectTimeout;
    }

    Duration targetKeepAlive() {
        return values.targetKeepAlive;
    }

    Optional<Duration> targetTimeout() {
        return values.targetTimeout;
    }

    Duration drain() {
        return values.drain;
    }

    /** Collects limits. Not thread-safe. */
    public static final class Builder {

        private int eventLoops = Math.min(8, 2 * Runtime.getRuntime().availableProcessors());
        private int connections = 10_000;
        private Optional<Integer> connectionsPerAddress = Optional.empty();
        private int bodyRate = 240;
        private int requestsPerTarget = 1_000;
        private int tunnelsPerTarget = 1_000;
        private int headBytes = 64 * 1024;
        private Duration headTimeout = Duration.ofSeconds(30);
        private Duration keepAlive = Duration.ofSeconds(75);
        private Duration stallTimeout = Duration.ofMinutes(5);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration targetKeepAlive = Duration.ofSeconds(15);
        private Optional<Duration> targetTimeout = Optional.empty();
        private Duration drain = Duration.ofSeconds(2);

        private Builder() {}

        private Builder(Builder other) {
            eventLoops = other.eventLoops;
            connections = other.connections;
            connectionsPerAddress = other.connectionsPerAddress;
            bodyRate = other.bodyRate;
            requestsPerTarget = other.requestsPerTarget;
            tunnelsPerTarget = other.tunnelsPerTarget;
            headBytes = other.headBytes;
            headTimeout = other.headTimeout;
            keepAlive = other.keepAlive;
            stallTimeout = other.stallTimeout;
            connectTimeout = other.connectTimeout;
            targetKeepAlive = other.targetKeepAlive;
            targetTimeout = other.targetTimeout;
            drain = other.drain;
        }

        /** Threads that forward; default two for each processor, eight at most. */
        public Builder eventLoops(int threads) {
            eventLoops = positive(threads, "eventLoops");
            return this;
        }

        /** Connections of clients at one time, web sockets included; default 10000. Others read 503. */
        public Builder connections(int most) {
            connections = positive(most, "connections");
            return this;
        }

        /**
         * The same for one address, or for one network of 64 bits in IPv6; without end by default, because a whole
         * institute may come from one address. Proxies in front that are trusted are not counted.
         */
        public Builder connectionsPerAddress(int most) {
            connectionsPerAddress = Optional.of(positive(most, "connectionsPerAddress"));
            return this;
        }

        /**
         * Bytes of a body a second, below which the time of {@link #stallTimeout} runs out although some arrive; default
         * 240. Not counted while the target does not read.
         */
        public Builder bodyRate(int bytesPerSecond) {
            bodyRate = positive(bytesPerSecond, "bodyRate");
            return this;
        }

        /** Requests in progress to one target; default 1000. Others read 503. */
        public Builder requestsPerTarget(int most) {
            requestsPerTarget = positive(most, "requestsPerTarget");
            return this;
        }

        /** Web sockets open to one target, beside its requests; default 1000. Others read 503. */
        public Builder tunnelsPerTarget(int most) {
            tunnelsPerTarget = positive(most, "tunnelsPerTarget");
            return this;
        }

        /** Bytes of a request or status line, and again of all header fields; default 65536. */
        public Builder headBytes(int most) {
            headBytes = positive(most, "headBytes");
            return this;
        }

        /** From accepting a connection to the end of its first request's header; default 30 seconds. */
        public Builder headTimeout(Duration time) {
            headTimeout = positive(time, "headTimeout");
            return this;
        }

        /**
         * From a response to the end of the next request's header; default 75 seconds, which is longer than what usual
         * load balancers keep idle connections for.
         */
        public Builder keepAlive(Duration time) {
            keepAlive = positive(time, "keepAlive");
            return this;
        }

        /** How long a client may neither send what it announced nor read what it asked for; default 5 minutes. */
        public Builder stallTimeout(Duration time) {
            stallTimeout = positive(time, "stallTimeout");
            return this;
        }

        /** For connecting to a target; default 10 seconds. */
        public Builder connectTimeout(Duration time) {
            connectTimeout = positive(time, "connectTimeout");
            return this;
        }

        /** How long an idle connection to a target is kept, unless the target asks for less; default 15 seconds. */
        public Builder targetKeepAlive(Duration time) {
            targetKeepAlive = positive(time, "targetKeepAlive");
            return this;
        }

        /** How long a target may neither read nor answer before the client reads 503; without end by default. */
        public Builder targetTimeout(Duration time) {
            targetTimeout = Optional.of(positive(time, "targetTimeout"));
            return this;
        }

        /** What {@link ProxyServer#close} gives requests in progress to end; default 2 seconds. */
        public Builder drain(Duration time) {
            drain = positive(time, "drain");
            return this;
        }

        /** The limits so far. */
        public ProxyLimits build() {
            return new ProxyLimits(new Builder(this));
        }

        private static int positive(int value, String name) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " = " + value + " has to be at least 1");
            }
            return value;
        }

        private static Duration positive(Duration value, String name) {
            if (requireNonNull(value, name).toMillis() <= 0) {
                throw new IllegalArgumentException(name + " = " + value + " has to be at least a millisecond");
            }
            return value;
        }
    }
}
