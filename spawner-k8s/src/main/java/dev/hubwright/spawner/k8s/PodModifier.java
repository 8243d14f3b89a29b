package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.SpawnRequest;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * Has the last word on each pod before it is made: KubeSpawner's {@code modify_pod_hook}. Found by
 * {@link java.util.ServiceLoader} and named by the setting {@code KubeSpawner.modify_pod_hook}, or given to
 * {@link K8sConfig.Builder#podModifier}. Called from many threads at once; may block, within the time of the start.
 */
@FunctionalInterface
public interface PodModifier {

    /**
     * Changes a pod. Labels that begin with {@code dev.hubwright/}, the name and the namespace are put back afterwards.
     *
     * @return the pod to make, which may be the same
     * @throws ProviderException to end the start with its message
     */
    Pod modify(Pod pod, SpawnRequest request) throws ProviderException, InterruptedException;
}
