package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Opaque;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What finds a pod again.
 *
 * @param namespace where it is
 * @param name its name
 * @param spawnId the start that made it, which its label tells: the next pod has the same name
 * @param secret the secret with its token; empty if it has none
 * @param grace how long a server may take to end by itself
 */
record PodRef(String namespace, String name, String spawnId, String secret, Duration grace) {

    private static final int VERSION = 1;

    static Optional<PodRef> read(Opaque state) {
        Optional<String> namespace = state.text("namespace");
        Optional<String> name = state.text("pod_name");
        Optional<String> spawnId = state.text("spawn");
        if (state.version() != VERSION || namespace.isEmpty() || name.isEmpty() || spawnId.isEmpty()) {
            return Optional.empty();
        }
        Duration grace = Duration.ofMillis(state.number("grace").orElse(1000));
        return Optional.of(new PodRef(
                namespace.get(), name.get(), spawnId.get(), state.text("secret").orElse(""), grace));
    }

    static PodRef of(Pod pod, Duration grace) {
        return new PodRef(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                Labels.label(pod, Labels.SPAWN),
                Labels.annotation(pod, Labels.SECRET),
                grace);
    }

    Opaque toOpaque() {
        return Opaque.of(
                VERSION,
                Map.of(
                        "namespace", namespace,
                        "pod_name", name,
                        "spawn", spawnId,
                        "secret", secret,
                        "grace", grace.toMillis()));
    }

    boolean isOf(Pod pod) {
        return spawnId.equals(Labels.label(pod, Labels.SPAWN));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
