package dev.hubwright.spawner.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Watches this hub's pods in one namespace: one list, one watch, however many servers there are. Thread-safe. */
final class PodWatch implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SharedIndexInformer<Pod> informer;
    private final String namespace;

    PodWatch(KubernetesClient client, String namespace, Map<String, String> labels, Consumer<Throwable> onTrouble) {
        this.namespace = namespace;
        this.informer = client.pods()
                .inNamespace(namespace)
                .withLabels(labels)
                .runnableInformer(0)
                // By default the first failure ends it for ever; a right that is missing today may be there tomorrow.
                .exceptionHandler((started, trouble) -> {
                    onTrouble.accept(trouble);
                    return true;
                })
                .addEventHandler(new Signal());
        informer.start();
    }

    /** Whether it believes that it hears of changes; one whose connection died in silence believes so too. */
    boolean isLive() {
        return informer.isRunning() && informer.isWatching() && informer.hasSynced();
    }

    /** A pod as it was last heard of; that it is not there proves nothing. */
    Optional<Pod> heard(String name) {
        return Optional.ofNullable(informer.getIndexer().getByKey(namespace + "/" + name));
    }

    /** Waits until it hears something else about a pod than {@code known}, at most {@code limit}. */
    void awaitNewsOf(Pod known, Duration limit) throws InterruptedException {
        String name = known.getMetadata().getName();
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            String before = version(name);
            boolean news =
                    !before.isEmpty() && !before.equals(known.getMetadata().getResourceVersion());
            while (left > 0 && !news) {
                left = changed.awaitNanos(left);
                news = !version(name).equals(before);
            }
        } finally {
            lock.unlock();
        }
    }

    private String version(String name) {
        return heard(name).map(pod -> pod.getMetadata().getResourceVersion()).orElse("");
    }

    @Override
    public void close() {
        informer.stop();
    }

    private final class Signal implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            signal();
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            signal();
        }

        @Override
        public void onDelete(Pod pod, boolean stateUnknown) {
            signal();
        }

        private void signal() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
