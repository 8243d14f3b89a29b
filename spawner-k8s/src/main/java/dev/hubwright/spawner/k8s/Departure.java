package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ends a pod, and waits until it is really gone: the next one has the same name and, mostly, the same volume. */
final class Departure {

    /** What a kubelet may need beyond the grace period. */
    private static final Duration KUBELET = Duration.ofSeconds(40);

    /** A node that was about to start something when it heard of the end has reported it by then. */
    private static final Duration BEGINNING = Duration.ofSeconds(8);

    private static final Duration BREATH = Duration.ofSeconds(1);

    private final Pods pods;
    private final Duration forceAfter;

    Departure(Pods pods, Duration forceAfter) {
        this.pods = pods;
        this.forceAfter = forceAfter;
    }

    /** The same within the time that a pod needs. */
    void end(Pod pod, Duration grace) throws ProviderException, ApiException, InterruptedException {
        end(pod, grace, Instant.now().plus(grace).plus(KUBELET).plus(forceAfter));
    }

    /**
     * Deletes the pod and waits.
     *
     * @throws ProviderException if it is still there at the end of the time
     */
    void end(Pod pod, Duration grace, Instant until) throws ProviderException, ApiException, InterruptedException {
        if (pod.getMetadata().getDeletionTimestamp() == null || isLongerThan(grace, pod)) {
            pods.delete(pod, grace);
        }
        Instant force =
                forceAfter.isZero() ? Instant.MAX : Instant.now().plus(grace).plus(forceAfter);
        Instant neverStarted = Instant.now().plus(grace).plus(BEGINNING);
        boolean finished = false;
        for (Optional<Pod> there = look(pod); there.isPresent(); there = look(pod)) {
            boolean late = Instant.now().isAfter(force);
            if (!finished && (late || hasEnded(there.get(), Instant.now().isAfter(neverStarted)))) {
                finished = true;
                pods.delete(pod, Duration.ZERO);
            } else if (Instant.now().isAfter(until)) {
                throw stuck(pod);
            } else {
                pods.watch(pod.getMetadata().getNamespace()).awaitNewsOf(there.get(), BREATH);
            }
        }
    }

    /**
     * Whether its node has said that nothing of it runs any more; older kubelets take another ten seconds to put it away,
     * and longer if they are busy with an image, for which nobody has to wait.
     */
    private static boolean hasEnded(Pod pod, boolean longAgo) {
        return pod.getMetadata().getDeletionTimestamp() != null && new PodReading(pod).hasNothingRunning(longAgo);
    }

    /** That the watch has lost it is believed only when the cluster says so too. */
    private Optional<Pod> look(Pod pod) throws ApiException, InterruptedException {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        Optional<Pod> heard = pods.heard(namespace, name).filter(there -> isSame(there, pod));
        return heard.isPresent() ? heard : pods.ask(namespace, name).filter(there -> isSame(there, pod));
    }

    private static boolean isLongerThan(Duration grace, Pod pod) {
        Long seconds = pod.getMetadata().getDeletionGracePeriodSeconds();
        return seconds != null && seconds > (grace.toMillis() + 999) / 1000;
    }

    private static boolean isSame(Pod one, Pod other) {
        return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    private static ProviderException stuck(Pod pod) {
        return ProviderException.retryable(
                "The server before has not ended yet",
                "Pod " + pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName()
                        + " is still being deleted; node " + pod.getSpec().getNodeName()
                        + " may be lost, or a finalizer holds it ("
                        + pod.getMetadata().getFinalizers()
                        + "); if the node is gone for good, set KubeSpawner.force_delete_after");
    }
}
