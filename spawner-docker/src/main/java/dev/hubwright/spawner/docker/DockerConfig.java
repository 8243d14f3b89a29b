package dev.hubwright.spawner.docker;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How servers are started in containers. Immutable; everything has a default.
 *
 * <p>A setting that the request of one start has explicitly goes over what stands here, except for where the engine and
 * the registries are.
 */
public final class DockerConfig {

    private final Settings settings;
    private final Schema schema;

    private DockerConfig(Settings settings, Schema schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder(DockerSettings.SCHEMA);
    }

    /** Starts with the defaults for servers of accounts that the engine's host has. */
    public static Builder forSystemUsers() {
        return new Builder(SystemUserSettings.SCHEMA);
    }

    /** Starts with the defaults for services of a swarm. */
    public static Builder forSwarm() {
        return new Builder(SwarmSettings.SCHEMA);
    }

    /**
     * Takes the settings that are written, over the defaults.
     *
     * @throws InvalidSettings with everything that is wrong between them
     */
    public static DockerConfig of(Settings settings) {
        return of(settings, DockerSettings.SCHEMA);
    }

    static DockerConfig of(Settings settings, Schema schema) {
        InvalidSettings.throwIfAny(DockerChecks.problems(settings, schema));
        return new DockerConfig(settings, schema);
    }

    /** The same, with what is written in {@code others} over it. */
    DockerConfig with(Settings others) {
        Settings merged = settings;
        for (Setting<?> setting : schema.settings().values()) {
            merged = overlaid(merged, setting, others);
        }
        return new DockerConfig(merged, schema);
    }

    private static <T> Settings overlaid(Settings below, Setting<T> setting, Settings above) {
        return above.isSet(setting)
                ? above.find(setting).map(value -> below.with(setting, value)).orElse(below)
                : below;
    }

    /** The same with one setting changed. */
    <T> DockerConfig overlaid(Setting<T> setting, T value) {
        return new DockerConfig(settings.with(setting, value), schema);
    }

    /** Those of the hub's own variables that servers see too. */
    Map<String, String> keptOf(Map<String, String> environment) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : get(DockerSettings.ENV_KEEP)) {
            Optional.ofNullable(environment.get(name)).ifPresent(value -> kept.put(name, value));
        }
        return kept;
    }

    /** Whether servers run as accounts of the engine's host. */
    boolean isForSystemUsers() {
        return schema == SystemUserSettings.SCHEMA;
    }

    boolean isForSwarm() {
        return schema == SwarmSettings.SCHEMA;
    }

    <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    <T> Optional<T> find(Setting<T> setting) {
        return settings.find(setting);
    }

    boolean isSet(Setting<?> setting) {
        return settings.isSet(setting);
    }

    /** The image of servers. */
    public String image() {
        return get(DockerSettings.IMAGE);
    }

    /** The network of containers. */
    public String networkName() {
        return get(DockerSettings.NETWORK_NAME);
    }

    /** The port that a server binds in its container. */
    public int port() {
        return get(DockerSettings.PORT);
    }

    /** Whether a stop removes the container. */
    public boolean remove() {
        return get(DockerSettings.REMOVE);
    }

    /** The names of the settings that were written, without their values. */
    @Override
    public String toString() {
        return "DockerConfig[" + settings + "]";
    }

    /** Collects the parts of a {@link DockerConfig}. Not thread-safe. */
    public static final class Builder {

        private final Schema schema;
        private Settings settings;

        private Builder(Schema schema) {
            this.schema = schema;
            this.settings = Settings.read(schema, RawSettings.empty(), Map.of());
        }

        /** Sets the image of servers. */
        public Builder image(String value) {
            return set(DockerSettings.IMAGE, value);
        }

        /** Lets people choose among images: shown names to images. */
        public Builder allowedImages(Map<String, String> value) {
            return set(DockerSettings.ALLOWED_IMAGES, Map.copyOf(value));
        }

        /** Sets when to pull the image: {@code always}, {@code ifnotpresent}, {@code never} or {@code skip}. */
        public Builder pullPolicy(String value) {
            return set(DockerSettings.PULL_POLICY, value);
        }

        /** Sets how long a pull may take. */
        public Builder pullTimeout(Duration value) {
            return set(DockerSettings.PULL_TIMEOUT, value);
        }

        /** Sets the engine's address, {@code unix:///var/run/docker.sock} by default. */
        public Builder engine(URI value) {
            return set(DockerSettings.DOCKER_HOST, value.toString());
        }

        /** Sets the command of servers; empty for the image's own. */
        public Builder command(String... value) {
            return set(DockerSettings.CMD, Arrays.asList(value));
        }

        /** Sets the beginning of names. */
        public Builder prefix(String value) {
            return set(DockerSettings.PREFIX, value);
        }

        /** Sets how containers are named. */
        public Builder nameTemplate(String value) {
            return set(DockerSettings.NAME_TEMPLATE, value);
        }

        /** Sets the network of containers. */
        public Builder networkName(String value) {
            return set(DockerSettings.NETWORK_NAME, value);
        }

        /** Keeps servers from reaching each other. */
        public Builder networkIsolation(boolean value) {
            return set(DockerSettings.NETWORK_ISOLATION, value);
        }

        /** Has servers reached at their containers' addresses instead of published ports. */
        public Builder useInternalIp(boolean value) {
            return set(DockerSettings.USE_INTERNAL_IP, value);
        }

        /** Sets the address that ports are published at. */
        public Builder hostIp(String value) {
            return set(DockerSettings.HOST_IP, value);
        }

        /** Sets the port that a server binds in its container. */
        public Builder port(int value) {
            return set(DockerSettings.PORT, value);
        }

        /** Sets volumes and host folders, to places in the container; empty for none at all. */
        public Builder volumes(Map<String, String> value) {
            return set(DockerSettings.VOLUMES, Map.copyOf(value));
        }

        /** Sets read-only volumes and host folders, to places in the container. */
        public Builder readOnlyVolumes(Map<String, String> value) {
            return set(DockerSettings.READ_ONLY_VOLUMES, Map.copyOf(value));
        }

        /** Has a stop remove the container. */
        public Builder remove(boolean value) {
            return set(DockerSettings.REMOVE, value);
        }

        /** Has the volumes of a deleted person deleted. */
        public Builder deleteVolumesOnUserDelete(boolean value) {
            return set(DockerSettings.DELETE_VOLUMES, value);
        }

        /** Sets how long a server may take to end by itself. */
        public Builder stopTimeout(Duration value) {
            return set(DockerSettings.STOP_TIMEOUT, value);
        }

        /** Adds to the creation of containers, in the words of the engine's API. */
        public Builder extraCreate(Map<String, ?> value) {
            return set(DockerSettings.EXTRA_CREATE_KWARGS, value);
        }

        /** Adds to the {@code HostConfig} of containers, in the words of the engine's API. */
        public Builder extraHostConfig(Map<String, ?> value) {
            return set(DockerSettings.EXTRA_HOST_CONFIG, value);
        }

        /** Sets credentials of registries: {@code {registry: {username, password}}}. */
        public Builder registryAuth(Map<String, ?> value) {
            return set(DockerSettings.REGISTRY_AUTH, value);
        }

        private <T> Builder set(Setting<? super T> setting, T value) {
            settings = put(settings, setting, requireNonNull(value, setting.key()));
            return this;
        }

        private static <T> Settings put(Settings below, Setting<T> setting, T value) {
            return below.with(setting, value);
        }

        /**
         * Makes the config.
         *
         * @throws InvalidSettings with everything that is wrong
         */
        public DockerConfig build() {
            return of(settings, schema);
        }
    }
}
