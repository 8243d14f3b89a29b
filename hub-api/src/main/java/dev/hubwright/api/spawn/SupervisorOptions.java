package dev.hubwright.api.spawn;

import java.time.Duration;

/** Limits and times of a {@link ServerSupervisor}, with JupyterHub's defaults. Immutable. */
public final class SupervisorOptions {

    private final String basePath;
    private final int concurrentSpawnLimit;
    private final int activeServerLimit;
    private final int spawnQueueLimit;
    private final Duration startTimeout;
    private final Duration startHardLimit;
    private final Duration httpTimeout;
    private final Duration stopTimeout;
    private final Duration lookTimeout;
    private final Duration pollInterval;
    private final double pollJitter;
    private final Duration interruptGrace;
    private final Duration retryDelay;
    private final Duration activityResolution;

    private SupervisorOptions(Builder builder) {
        this.basePath = builder.basePath;
        this.concurrentSpawnLimit = builder.concurrentSpawnLimit;
        this.activeServerLimit = builder.activeServerLimit;
        this.spawnQueueLimit = builder.spawnQueueLimit;
        this.startTimeout = builder.startTimeout;
        this.startHardLimit = builder.startHardLimit;
        this.httpTimeout = builder.httpTimeout;
        this.stopTimeout = builder.stopTimeout;
        this.lookTimeout = builder.lookTimeout;
        this.pollInterval = builder.pollInterval;
        this.pollJitter = builder.pollJitter;
        this.interruptGrace = builder.interruptGrace;
        this.retryDelay = builder.retryDelay;
        this.activityResolution = builder.activityResolution;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The hub's base path, beginning and ending with a slash; {@code /} by default. */
    public String basePath() {
        return basePath;
    }

    /** How many servers may be starting at once, 100 by default; 0 means any number. */
    public int concurrentSpawnLimit() {
        return concurrentSpawnLimit;
    }

    /** How many servers may be active at once; 0, the default, means any number. */
    public int activeServerLimit() {
        return activeServerLimit;
    }

    /** How many starts may wait for a place where a limit is reached; 0, the default, refuses them. */
    public int spawnQueueLimit() {
        return spawnQueueLimit;
    }

    /** How long a spawner may take until the address is known, unless the request's settings say otherwise; 60 s. */
    public Duration startTimeout() {
        return startTimeout;
    }

    /** How far {@link Progress#phase} can stretch a start; 30 minutes by default. */
    public Duration startHardLimit() {
        return startHardLimit;
    }

    /** How long a started server may take to answer, unless the request's settings say otherwise; 30 s. */
    public Duration httpTimeout() {
        return httpTimeout;
    }

    /** How long one call of {@link Spawner#stop} may take; 5 minutes by default. */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** How long {@link Spawner#poll}, {@code recover} and {@code discover} may take; 30 s by default. */
    public Duration lookTimeout() {
        return lookTimeout;
    }

    /** Time between two looks at whether a server lives; 30 s by default. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /** By how much of itself the poll interval varies, from 0 to 1; 0.1 by default. */
    public double pollJitter() {
        return pollJitter;
    }

    /** How long a spawner may take to end after an interrupt, before the server is stopped anyway; 5 s by default. */
    public Duration interruptGrace() {
        return interruptGrace;
    }

    /** How long to wait before the first repetition of what failed; later ones come after up to 60 times as long; 1 s. */
    public Duration retryDelay() {
        return retryDelay;
    }

    /** How much later an activity must be than the known one to be written down; 30 s by default. */
    public Duration activityResolution() {
        return activityResolution;
    }

    /** Collects the parts of {@link SupervisorOptions}. Not thread-safe. */
    public static final class Builder {

        private String basePath = "/";
        private int concurrentSpawnLimit = 100;
        private int activeServerLimit;
        private int spawnQueueLimit;
        private Duration startTimeout = Duration.ofSeconds(60);
        private Duration startHardLimit = Duration.ofMinutes(30);
        private Duration httpTimeout = Duration.ofSeconds(30);
        private Duration stopTimeout = Duration.ofMinutes(5);
        private Duration lookTimeout = Duration.ofSeconds(30);
        private Duration pollInterval = Duration.ofSeconds(30);
        private double pollJitter = 0.1;
        private Duration interruptGrace = Duration.ofSeconds(5);
        private Duration retryDelay = Duration.ofSeconds(1);
        private Duration activityResolution = Duration.ofSeconds(30);

        private Builder() {}

        /** Sets {@link SupervisorOptions#basePath()}. */
        public Builder basePath(String value) {
            if (!value.startsWith("/") || !value.endsWith("/")) {
                throw new IllegalArgumentException("base path \"" + value + "\" must begin and end with \"/\"");
            }
            basePath = value;
            return this;
        }

        /** Sets {@link SupervisorOptions#concurrentSpawnLimit()}. */
        public Builder concurrentSpawnLimit(int value) {
            concurrentSpawnLimit = value;
            return this;
        }

        /** Sets {@link SupervisorOptions#activeServerLimit()}. */
        public Builder activeServerLimit(int value) {
            activeServerLimit = value;
            return this;
        }

        /** Sets {@link SupervisorOptions#spawnQueueLimit()}. */
        public Builder spawnQueueLimit(int value) {
            spawnQueueLimit = value;
            return this;
        }

        /** Sets {@link SupervisorOptions#startTimeout()}. */
        public Builder startTimeout(Duration value) {
            startTimeout = positive("start timeout", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#startHardLimit()}. */
        public Builder startHardLimit(Duration value) {
            startHardLimit = positive("hard limit of starts", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#httpTimeout()}. */
        public Builder httpTimeout(Duration value) {
            httpTimeout = positive("HTTP timeout", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#stopTimeout()}. */
        public Builder stopTimeout(Duration value) {
            stopTimeout = positive("stop timeout", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#lookTimeout()}. */
        public Builder lookTimeout(Duration value) {
            lookTimeout = positive("look timeout", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#pollInterval()}. */
        public Builder pollInterval(Duration value) {
            pollInterval = positive("poll interval", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#pollJitter()}. */
        public Builder pollJitter(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("poll jitter = " + value + " must be from 0 to 1");
            }
            pollJitter = value;
            return this;
        }

        /** Sets {@link SupervisorOptions#interruptGrace()}. */
        public Builder interruptGrace(Duration value) {
            interruptGrace = positive("interrupt grace", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#retryDelay()}. */
        public Builder retryDelay(Duration value) {
            retryDelay = positive("retry delay", value);
            return this;
        }

        /** Sets {@link SupervisorOptions#activityResolution()}; zero for each that is later at all. */
        public Builder activityResolution(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("activity resolution = " + value + " must not be negative");
            }
            activityResolution = value;
            return this;
        }

        /** Makes the options. */
        public SupervisorOptions build() {
            return new SupervisorOptions(this);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " = " + value + " must be positive");
            }
            return value;
        }
    }
}
