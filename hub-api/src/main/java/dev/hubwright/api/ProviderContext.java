package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * What a provider may not take for itself, because two hubs in one JVM, tests and embedders each have their own.
 *
 * <p>Immutable. An embedder builds one with {@link #builder()}; everything has a default.
 */
public final class ProviderContext {

    private final Clock clock;
    private final SecureRandom random;
    private final Executor executor;
    private final Map<String, String> environment;
    private final Optional<URI> publicUrl;
    private final Optional<URI> callbackUrl;
    private final String hubId;
    private final String instanceName;
    private final Path dataFolder;
    private final LocalAccounts localAccounts;
    private final HttpPolicy http;

    private ProviderContext(Builder builder) {
        this.clock = builder.clock;
        this.random = builder.random;
        this.executor = builder.executor;
        this.environment = builder.environment;
        this.publicUrl = builder.publicUrl;
        this.callbackUrl = builder.callbackUrl;
        this.hubId = builder.hubId.orElseGet(() -> idOf(builder.dataFolder));
        this.instanceName = builder.instanceName;
        this.dataFolder = builder.dataFolder;
        this.localAccounts = builder.localAccounts;
        this.http = builder.http;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The time; the system's clock in UTC by default. */
    public Clock clock() {
        return clock;
    }

    /** The source of randomness for keys, nonces and tokens. */
    public SecureRandom random() {
        return random;
    }

    /** Runs short background work of the provider; long waits belong on a thread of its own. */
    public Executor executor() {
        return executor;
    }

    /** The environment variables that the provider may see; none by default. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The hub's address as browsers see it, ending in {@code /hub/}, where the operator has said it. */
    public Optional<URI> publicUrl() {
        return publicUrl;
    }

    /** Where this instance's identity provider sends browsers back to, where the operator has said it. */
    public Optional<URI> callbackUrl() {
        return callbackUrl;
    }

    /**
     * Tells this hub's containers, pods and processes from those of another hub on the same engine. It must not change
     * while servers live, and two hubs must never share one: each would take the other's servers for its own lost ones
     * and stop them. By default it is made from the data folder's absolute path, which two hubs cannot share either.
     * Lower-case letters, digits and {@code -}, at most 40.
     */
    public String hubId() {
        return hubId;
    }

    /** The name of this provider's instance in the settings, such as {@code corp}; {@code default} if there is one only. */
    public String instanceName() {
        return instanceName;
    }

    /** A folder for files of the hub, readable by its own user only. It may not exist yet. */
    public Path dataFolder() {
        return dataFolder;
    }

    /** The accounts of the machine that the hub runs on. */
    public LocalAccounts localAccounts() {
        return localAccounts;
    }

    /** How to reach other machines by HTTP; directly by default. */
    public HttpPolicy http() {
        return http;
    }

    private static String idOf(Path folder) {
        try {
            byte[] path = folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path);
            return "hub-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Collects the parts of a {@link ProviderContext}. Not thread-safe. */
    public static final class Builder {

        private Clock clock = Clock.systemUTC();
        private SecureRandom random = new SecureRandom();
        private Executor executor = ForkJoinPool.commonPool();
        private Map<String, String> environment = Map.of();
        private Optional<URI> publicUrl = Optional.empty();
        private Optional<URI> callbackUrl = Optional.empty();
        private Optional<String> hubId = Optional.empty();
        private String instanceName = "default";
        private Path dataFolder = Path.of("hubwright-data");
        private LocalAccounts localAccounts = LocalAccounts.ofThisMachine();
        private HttpPolicy http = HttpPolicy.builder().build();

        private Builder() {}

        /** Sets {@link ProviderContext#clock()}. */
        public Builder clock(Clock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /** Sets {@link ProviderContext#random()}. */
        public Builder random(SecureRandom value) {
            random = requireNonNull(value, "random");
            return this;
        }

        /** Sets {@link ProviderContext#executor()}. */
        public Builder executor(Executor value) {
            executor = requireNonNull(value, "executor");
            return this;
        }

        /** Sets {@link ProviderContext#environment()} to a copy. */
        public Builder environment(Map<String, String> value) {
            environment = Map.copyOf(value);
            return this;
        }

        /** Sets {@link ProviderContext#publicUrl()}. */
        public Builder publicUrl(URI value) {
            publicUrl = Optional.of(value);
            return this;
        }

        /** Sets {@link ProviderContext#callbackUrl()}. */
        public Builder callbackUrl(URI value) {
            callbackUrl = Optional.of(value);
            return this;
        }

        /**
         * Sets {@link ProviderContext#hubId()}.
         *
         * @throws IllegalArgumentException if it has other characters or is longer than 40
         */
        public Builder hubId(String value) {
            if (!value.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")) {
                throw new IllegalArgumentException(
                        "hub id \"" + value
                                + "\" must be 1 to 40 lower-case letters, digits and \"-\", beginning and ending without \"-\"");
            }
            hubId = Optional.of(value);
            return this;
        }

        /** Sets {@link ProviderContext#instanceName()}. */
        public Builder instanceName(String value) {
            instanceName = requireNonNull(value, "instanceName");
            return this;
        }

        /** Sets {@link ProviderContext#dataFolder()}. */
        public Builder dataFolder(Path value) {
            dataFolder = requireNonNull(value, "dataFolder");
            return this;
        }

        /** Sets {@link ProviderContext#localAccounts()}. */
        public Builder localAccounts(LocalAccounts value) {
            localAccounts = requireNonNull(value, "localAccounts");
            return this;
        }

        /** Sets {@link ProviderContext#http()}. */
        public Builder http(HttpPolicy value) {
            http = requireNonNull(value, "http");
            return this;
        }

        /** Makes the context. */
        public ProviderContext build() {
            return new ProviderContext(this);
        }
    }
}
