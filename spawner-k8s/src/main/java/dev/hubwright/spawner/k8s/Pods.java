package dev.hubwright.spawner.k8s;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods of this hub. What the watch has heard is believed while the API server is known to answer and to agree with
 * it; a watch that has died in silence is found out so, and made anew.
 */
final class Pods implements AutoCloseable {

    /** For how long one answer of the API server speaks for all pods. */
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Labels labels;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    Pods(Cluster cluster, Labels labels) {
        this.cluster = cluster;
        this.labels = labels;
    }

    /** Looks at a pod, mostly without a request. */
    Optional<Pod> look(String namespace, String name) throws ApiException, InterruptedException {
        Optional<Pod> believed = heard(namespace, name);
        if (believed.isPresent()) {
            return believed;
        }
        Watched place = watched(namespace);
        Optional<Pod> heard = place.watch().heard(name);
        Optional<Pod> asked = cluster.once(client -> Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(name).get()));
        place.compare(name, heard, asked);
        return asked;
    }

    /** A pod as the watch has it, if it is believed. */
    Optional<Pod> heard(String namespace, String name) throws ApiException {
        Watched place = watched(namespace);
        return place.isBelieved() ? place.watch().heard(name) : Optional.empty();
    }

    /** Asks for a pod, with patience; the answer speaks for the watch too. */
    Optional<Pod> ask(String namespace, String name) throws ApiException, InterruptedException {
        Watched place = watched(namespace);
        Optional<Pod> heard = place.watch().heard(name);
        Optional<Pod> asked = cluster.ask(client -> Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(name).get()));
        place.compare(name, heard, asked);
        return asked;
    }

    /** The pods of this hub and instance, in one namespace. */
    List<Pod> list(String namespace, Map<String, String> selector) throws ApiException, InterruptedException {
        return cluster.ask(client ->
                client.pods().inNamespace(namespace).withLabels(selector).list().getItems());
    }

    /** The same in all namespaces. */
    List<Pod> listEverywhere(Map<String, String> selector) throws ApiException, InterruptedException {
        return cluster.ask(client ->
                client.pods().inAnyNamespace().withLabels(selector).list().getItems());
    }

    /** Has exactly this pod deleted, not its successor of the same name; what is gone already is no error. */
    void delete(Pod pod, Duration grace) throws ApiException, InterruptedException {
        String path = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
        DeleteOptions options = new DeleteOptionsBuilder()
                .withApiVersion("v1")
                .withKind("DeleteOptions")
                .withGracePeriodSeconds((grace.toMillis() + 999) / 1000)
                .withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            cluster.change(client -> String.valueOf(client.raw(path, "DELETE", options)));
        } catch (ApiException e) {
            if (!e.isMissing() && !e.isConflict()) {
                throw e;
            }
        }
    }

    PodWatch watch(String namespace) throws ApiException {
        return watched(namespace).watch();
    }

    private Watched watched(String namespace) throws ApiException {
        Watched known = watched.get(namespace);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (!watched.containsKey(namespace)) {
                watched.put(namespace, new Watched(namespace));
            }
            return watched.get(namespace);
        }
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::close);
    }

    /** A watch, and what is known of whether to believe it. */
    private final class Watched {

        private final String namespace;
        private PodWatch watch;
        private long answeredAt = System.nanoTime() - BELIEVED.toNanos();
        private String suspect = "";
        private String missedVersion = "";
        private long suspectedAt;

        Watched(String namespace) throws ApiException {
            this.namespace = namespace;
            this.watch = open();
        }

        private PodWatch open() throws ApiException {
            try {
                return new PodWatch(cluster.client(), namespace, labels.ours(), cluster::noted);
            } catch (IllegalStateException e) {
                throw ApiException.noAnswer("The spawner is closed", e);
            }
        }

        synchronized PodWatch watch() {
            return watch;
        }

        synchronized boolean isBelieved() {
            return watch.isLive() && !isSuspect() && System.nanoTime() - answeredAt < BELIEVED.toNanos();
        }

        /** Whether the cluster knew better at the last look, and the watch has not heard of it since. */
        private boolean isSuspect() {
            if (!suspect.isEmpty() && !missedVersion.equals(version(watch.heard(suspect)))) {
                suspect = "";
            }
            return !suspect.isEmpty();
        }

        /** A watch that missed a change at one look, and still has not heard of it at a later one, is deaf. */
        synchronized void compare(String name, Optional<Pod> heard, Optional<Pod> asked) throws ApiException {
            answeredAt = System.nanoTime();
            boolean foreign = asked.isPresent() && !labels.isOurs(asked.get());
            boolean agree = foreign || version(heard).equals(version(asked));
            boolean already = isSuspect();
            if (agree || !watch.isLive()) {
                return;
            }
            if (!already) {
                suspect = name;
                missedVersion = version(heard);
                suspectedAt = answeredAt;
            } else if (suspect.equals(name) && answeredAt - suspectedAt > BELIEVED.toNanos()) {
                watch.close();
                watch = open();
                suspect = "";
            }
        }

        synchronized void close() {
            watch.close();
        }

        private static String version(Optional<Pod> pod) {
            return pod.map(known -> Objects.toString(known.getMetadata().getResourceVersion()))
                    .orElse("");
        }
    }
}
