package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Status;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Waits for a pod to serve, and finds out early when it never will. */
final class PodArrival {

    /** The hub gives up at its own deadline without knowing why; we end before, and say it. */
    private static final Duration HEAD_START = Duration.ofSeconds(2);

    /** What may be in order a moment later: a registry that hiccups, a secret that is made right after the pod. */
    private static final Duration TROUBLE_MAY_PASS = Duration.ofSeconds(15);

    private static final Duration BREATH = Duration.ofSeconds(1);

    /** How long the watch may be silent before we ask ourselves. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final K8sParts parts;
    private final SpawnRequest request;
    private final Progress progress;
    private final EventNews news;
    private final Set<String> told = new HashSet<>();
    private Optional<Instant> troubleSince = Optional.empty();
    private long heardAt = System.nanoTime();

    PodArrival(K8sParts parts, SpawnRequest request, Progress progress, EventNews news) {
        this.parts = parts;
        this.request = request;
        this.progress = progress;
        this.news = news;
    }

    /** Returns where the server is. */
    URI await(Pod made) throws ProviderException, ApiException, InterruptedException {
        PodRef ref = PodRef.of(made, Duration.ZERO);
        Pod current = made;
        while (true) {
            PodReading reading = new PodReading(current);
            if (reading.isServing() && reading.uri().isPresent()) {
                progress.report(95, "The pod runs");
                return reading.uri().get();
            }
            failIfOver(current, reading);
            failIfTroubled(current, reading);
            failIfLate(current, reading);
            PodWatch watch = parts.pods().watch(ref.namespace());
            watch.awaitNewsOf(current, BREATH);
            current = next(watch, ref, current);
        }
    }

    private Pod next(PodWatch watch, PodRef ref, Pod current)
            throws ProviderException, ApiException, InterruptedException {
        Optional<Pod> heard = newer(watch, ref, current);
        if (heard.isPresent()) {
            heardAt = System.nanoTime();
            return heard.get();
        }
        if (System.nanoTime() - heardAt < SILENCE.toNanos()) {
            return current;
        }
        heardAt = System.nanoTime();
        return parts.pods()
                .ask(ref.namespace(), ref.name())
                .filter(ref::isOf)
                .orElseThrow(() -> ProviderException.retryable(
                        "The server's pod was deleted while it started",
                        "Pod " + ref + " was deleted while it started"));
    }

    private static Optional<Pod> newer(PodWatch watch, PodRef ref, Pod current) {
        return watch.heard(ref.name()).filter(ref::isOf).filter(pod -> !pod.getMetadata()
                .getResourceVersion()
                .equals(current.getMetadata().getResourceVersion()));
    }

    private void failIfOver(Pod pod, PodReading reading) throws ProviderException {
        Optional<Status.Exited> exit = reading.exit(Instant.now());
        if (exit.isPresent()) {
            throw failed(exit.get().reason(), pod, exit.get().reason());
        }
    }

    private void failIfTroubled(Pod pod, PodReading reading) throws ProviderException {
        Optional<Waiting> waiting = reading.waiting();
        if (waiting.isEmpty()) {
            troubleSince = Optional.empty();
            reading.unschedulable().ifPresent(why -> tell("No node has room for the server yet: " + why));
            return;
        }
        Waiting trouble = waiting.get();
        Instant since = troubleSince.orElseGet(Instant::now);
        troubleSince = Optional.of(since);
        tell(trouble.words());
        if (trouble.isHopeless() || since.plus(TROUBLE_MAY_PASS).isBefore(Instant.now())) {
            throw failed(trouble.words(), pod, trouble.detail());
        }
    }

    private void tell(String words) {
        if (told.add(words)) {
            progress.report(words);
        }
    }

    private void failIfLate(Pod pod, PodReading reading) throws ProviderException {
        if (Instant.now().isBefore(request.deadline().minus(HEAD_START))) {
            return;
        }
        String why = reading.waiting()
                .map(Waiting::detail)
                .or(reading::unschedulable)
                .or(news::lastWarning)
                .orElse("it is " + pod.getStatus().getPhase());
        boolean noRoom = reading.unschedulable().isPresent();
        throw ProviderException.retryable(
                noRoom ? "No node had room for the server in time" : "The server did not start in time",
                "Pod " + pod.getMetadata().getName() + " is not ready in time: " + why
                        + news.lastWarning().map(warning -> "; " + warning).orElse("")
                        + "; see KubeSpawner.start_timeout");
    }

    private ProviderException failed(String publicMessage, Pod pod, String why) {
        return ProviderException.permanent(
                publicMessage, "Pod " + pod.getMetadata().getName() + " cannot run: " + why + printed(pod));
    }

    private String printed(Pod pod) {
        for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
            String text = PodReading.lastExit(container).map(Death::printed).orElse("");
            if (!text.isEmpty()) {
                return "; it printed:\n" + withoutSecrets(text);
            }
        }
        return "";
    }

    private String withoutSecrets(String text) {
        String clean = text;
        Map<String, String> variables = request.environment().boundTo("", 1);
        for (String name : request.environment().secretNames()) {
            String value = variables.getOrDefault(name, "");
            clean = value.length() > 3 ? clean.replace(value, "***") : clean;
        }
        return clean;
    }
}
