package dev.hubwright.spawner.k8s;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How servers are started in pods. Immutable; everything has a default.
 *
 * <p>A setting that the request of one start has explicitly goes over what stands here, except for where the cluster
 * is.
 */
public final class K8sConfig {

    private final Settings settings;
    private final Optional<PodModifier> podModifier;

    private K8sConfig(Settings settings, Optional<PodModifier> podModifier) {
        this.settings = settings;
        this.podModifier = podModifier;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the settings that are written, over the defaults.
     *
     * @throws InvalidSettings with everything that is wrong between them
     */
    public static K8sConfig of(Settings settings) {
        InvalidSettings.throwIfAny(K8sChecks.problems(settings));
        return new K8sConfig(settings, PodModifiers.named(settings.find(K8sSettings.MODIFY_POD_HOOK)));
    }

    /** The same, with what is written in {@code others} over it. */
    K8sConfig with(Settings others) {
        Settings merged = settings;
        for (Setting<?> setting : K8sSettings.SCHEMA.settings().values()) {
            merged = overlaid(merged, setting, others);
        }
        return new K8sConfig(merged, podModifier);
    }

    private static <T> Settings overlaid(Settings below, Setting<T> setting, Settings above) {
        return above.isSet(setting)
                ? above.find(setting).map(value -> below.with(setting, value)).orElse(below)
                : below;
    }

    <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    <T> Optional<T> find(Setting<T> setting) {
        return settings.find(setting);
    }

    /** The text of a setting; empty if it has none, or an empty one. */
    Optional<String> text(Setting<String> setting) {
        return settings.find(setting).filter(value -> !value.isEmpty());
    }

    boolean isSet(Setting<?> setting) {
        return settings.isSet(setting);
    }

    /** Whether each server gets a claim. */
    boolean ensuresClaim() {
        return find(StorageSettings.PVC_ENSURE).orElseGet(this::hasNoVolumes);
    }

    boolean hasNoVolumes() {
        return Trees.values(get(StorageSettings.VOLUMES)).isEmpty();
    }

    Optional<PodModifier> podModifier() {
        return podModifier;
    }

    /** The image of servers. */
    public String image() {
        return get(K8sSettings.IMAGE);
    }

    /** The port that a server binds in its pod. */
    public int port() {
        return get(K8sSettings.PORT);
    }

    /** The names of the settings that were written, without their values. */
    @Override
    public String toString() {
        return "K8sConfig[" + settings + "]";
    }

    /** Collects the parts of a {@link K8sConfig}. Not thread-safe. */
    public static final class Builder {

        private Settings settings = Settings.read(K8sSettings.SCHEMA, RawSettings.empty(), Map.of());
        private Optional<PodModifier> podModifier = Optional.empty();

        private Builder() {}

        /** Sets the namespace of pods. */
        public Builder namespace(String value) {
            return set(ApiSettings.NAMESPACE, value);
        }

        /** Sets the API server; by default the hub's own cluster, then that of a kubeconfig. */
        public Builder apiServer(String value) {
            return set(ApiSettings.HOST, value);
        }

        /** Sets whether to check the API server's certificate. */
        public Builder verifySsl(boolean value) {
            return set(ApiSettings.VERIFY_SSL, value);
        }

        /** Sets the image of servers. */
        public Builder image(String value) {
            return set(K8sSettings.IMAGE, value);
        }

        /** Sets the arguments of the image's entry point; empty for the image's own command. */
        public Builder command(String... value) {
            return set(K8sSettings.CMD, Arrays.asList(value));
        }

        /** Sets the port that a server binds in its pod. */
        public Builder port(int value) {
            return set(K8sSettings.PORT, value);
        }

        /** Sets how pods are named. */
        public Builder podNameTemplate(String value) {
            return set(K8sSettings.POD_NAME_TEMPLATE, value);
        }

        /** Sets whether each server gets a claim. */
        public Builder storagePvcEnsure(boolean value) {
            return set(StorageSettings.PVC_ENSURE, value);
        }

        /** Sets the size of claims, such as {@code 10Gi}. */
        public Builder storageCapacity(String value) {
            return set(StorageSettings.CAPACITY, value);
        }

        /** Sets the storage class of claims. */
        public Builder storageClass(String value) {
            return set(StorageSettings.CLASS, value);
        }

        /** Sets volumes, in the words of Kubernetes's API. */
        public Builder volumes(List<? extends Map<String, ?>> value) {
            return set(StorageSettings.VOLUMES, List.copyOf(value));
        }

        /** Sets where volumes are mounted, in the words of Kubernetes's API. */
        public Builder volumeMounts(List<? extends Map<String, ?>> value) {
            return set(StorageSettings.VOLUME_MOUNTS, List.copyOf(value));
        }

        /** Sets when the cluster starts a server again: {@code Always}, {@code OnFailure} or {@code Never}. */
        public Builder restartPolicy(String value) {
            return set(K8sSettings.RESTART_POLICY, value);
        }

        /** Sets how long a server may take to end by itself. */
        public Builder deleteGracePeriod(Duration value) {
            return set(K8sSettings.DELETE_GRACE_PERIOD, value);
        }

        /** Adds to the pod's spec, in the words of Kubernetes's API. */
        public Builder extraPodConfig(Map<String, ?> value) {
            return set(K8sSettings.EXTRA_POD_CONFIG, Map.copyOf(value));
        }

        /** Gives the last word on each pod to code. */
        public Builder podModifier(PodModifier value) {
            podModifier = Optional.of(value);
            return this;
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
        public K8sConfig build() {
            K8sConfig config = of(settings);
            return podModifier.isPresent() ? new K8sConfig(config.settings, podModifier) : config;
        }
    }
}
