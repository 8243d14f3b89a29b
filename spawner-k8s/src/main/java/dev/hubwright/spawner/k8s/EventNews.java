package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.Progress;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the person what the cluster does with their pod. It watches the events of one pod, and only while it starts: the
 * events of a whole namespace fill memories.
 */
final class EventNews implements Watcher<Event>, AutoCloseable {

    private static final Map<String, Integer> PERCENT = Map.of(
            "Scheduled", 40,
            "SuccessfulAttachVolume", 45,
            "Pulling", 50,
            "Pulled", 70,
            "Created", 80,
            "Started", 90);

    private final Progress progress;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> lastWarning = Optional.empty();
    private Watch watch;

    private EventNews(Progress progress) {
        this.progress = progress;
    }

    /** Begins to tell; a cluster that does not let us read events costs the news and not the server. */
    static EventNews of(Pod pod, Cluster cluster, Progress progress, boolean enabled)
            throws ApiException, InterruptedException {
        EventNews news = new EventNews(progress);
        if (enabled) {
            try {
                news.watch = cluster.client()
                        .v1()
                        .events()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withField("involvedObject.uid", pod.getMetadata().getUid())
                        .watch(news);
            } catch (KubernetesClientException e) {
                news.watch = null;
            }
        }
        return news;
    }

    @Override
    public void eventReceived(Action action, Event event) {
        if (action != Action.ADDED && action != Action.MODIFIED) {
            return;
        }
        String message = event.getMessage() == null ? event.getReason() : event.getMessage();
        if ("Warning".equals(event.getType())) {
            lastWarning = Optional.of(event.getReason() + ": " + message);
        }
        if (told.add(event.getReason() + message)) {
            progress.report(PERCENT.getOrDefault(event.getReason(), 0), message);
        }
    }

    /** What went wrong last; empty if nothing did. */
    Optional<String> lastWarning() {
        return lastWarning;
    }

    @Override
    public void onClose(WatcherException cause) {
        // The pod itself is watched elsewhere: without events there is only less to read.
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
