package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One start: claim, pod, secret, and their removal if it does not work out. */
final class PodStart {

    private static final String CANNOT = "The server cannot be started";

    private static final Duration UNDOING = Duration.ofSeconds(30);

    /** Nobody has worked in the pod yet, so a node that is slow to say that it has ended is not waited for. */
    private static final Duration FORCED = Duration.ofSeconds(20);

    private final K8sParts parts;
    private final SpawnRequest request;
    private final Progress progress;
    private final Map<String, String> kept;
    private StartPlan plan;

    PodStart(K8sParts parts, StartPlan plan, Progress progress, Map<String, String> kept) {
        this.parts = parts;
        this.plan = plan;
        this.request = plan.request();
        this.progress = progress;
        this.kept = kept;
    }

    StartResult run() throws ProviderException, InterruptedException {
        // Before anything is made: what will be is known by its label, even if this hub dies now.
        progress.checkpoint(plan.ref().toOpaque());
        boolean complete = false;
        try {
            StartResult result = StartResult.running(bringUp(), plan.ref().toOpaque());
            complete = true;
            return result;
        } catch (ApiException e) {
            if (e.isQuota()) {
                return StartResult.refused(
                        "Namespace " + plan.namespace() + ": " + e.getMessage(),
                        "There is no room for another server now: a quota is used up");
            }
            throw e.toProvider(
                    e.isAgainstTheRules() ? CANNOT + ": the cluster refuses it" : CANNOT,
                    "Cannot start pod " + plan.ref());
        } finally {
            if (!complete) {
                undo();
            }
        }
    }

    private URI bringUp() throws ProviderException, ApiException, InterruptedException {
        parts.namespaces().prepare(plan);
        if (plan.config().ensuresClaim()) {
            progress.report(10, "Looking for the storage");
            plan = parts.claims().prepare(plan);
        }
        EnvironmentVariables environment =
                new EnvironmentVariables(plan, parts.hubAddress().apply(plan), kept);
        progress.report(20, "Making the pod");
        parts.companions().makeSecret(plan, environment);
        Pod pod = create(modified(new PodManifest(plan).pod(environment)));
        parts.companions().belongTo(pod, plan, environment);
        try (EventNews news =
                EventNews.of(pod, parts.cluster(), progress, plan.config().get(ApiSettings.EVENTS_ENABLED))) {
            progress.report(30, "Waiting for the pod");
            return new PodArrival(parts, request, progress, news).await(pod);
        }
    }

    private Pod modified(Pod pod) throws ProviderException, InterruptedException {
        Optional<PodModifier> modifier = plan.config().podModifier();
        if (modifier.isEmpty()) {
            return pod;
        }
        Map<String, String> labels = Map.copyOf(pod.getMetadata().getLabels());
        Pod changed = modifier.get().modify(pod, request);
        changed.getMetadata().setName(plan.podName());
        changed.getMetadata().setNamespace(plan.namespace());
        labels.forEach((key, value) -> {
            if (key.startsWith("dev.hubwright/")) {
                changed.getMetadata().getLabels().put(key, value);
            }
        });
        changed.getMetadata().getAnnotations().putAll(plan.annotations());
        return changed;
    }

    private Pod create(Pod pod) throws ProviderException, ApiException, InterruptedException {
        // The first pod of a namespace is heard of only if somebody listens before it is made.
        parts.pods().watch(plan.namespace());
        while (true) {
            try {
                return parts.cluster().change(client -> client.resource(pod).create());
            } catch (ApiException e) {
                if (!e.isConflict()) {
                    throw e;
                }
            }
            Optional<Pod> other = parts.pods().ask(plan.namespace(), plan.podName());
            if (other.isPresent() && plan.ref().isOf(other.get())) {
                // An earlier try of ours, whose answer was lost.
                return other.get();
            }
            if (other.isPresent()) {
                makeRoom(other.get());
            }
        }
    }

    private void makeRoom(Pod other) throws ProviderException, ApiException, InterruptedException {
        if (!parts.labels().isOf(request.server(), other)) {
            throw ProviderException.permanent(
                    "The server cannot be started: its name is taken",
                    "Pod " + plan.ref() + " is not one of server " + request.server()
                            + " and was left as it is; remove it, or change KubeSpawner.pod_name_template");
        }
        progress.report(15, "Waiting for the end of the server before");
        parts.departure().end(other, plan.config().get(K8sSettings.DELETE_GRACE_PERIOD), request.deadline());
    }

    /** The claim stays: what is in it belongs to the person. */
    private void undo() {
        boolean interrupted = Thread.interrupted();
        try {
            Optional<Pod> pod = parts.pods().ask(plan.namespace(), plan.podName());
            if (pod.isPresent() && plan.ref().isOf(pod.get())) {
                new Departure(parts.pods(), FORCED)
                        .end(pod.get(), Duration.ofSeconds(1), Instant.now().plus(UNDOING));
            }
            parts.companions().removeSecret(plan.ref());
        } catch (ApiException | ProviderException e) {
            // The hub finds it by its labels and removes it when the cluster answers again.
            return;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
