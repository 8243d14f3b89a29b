package dev.hubwright.spawner.k8s;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Threads;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Speaks with the API server. Thread-safe; connects when it is first needed.
 *
 * <p>Requests run on threads of its own: a caller who is interrupted leaves a question at once, but stays with a change
 * until its outcome is known, so that what was made can be taken back.
 */
final class Cluster implements AutoCloseable {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    /** How long an API server may take after an outage until it knows who may do what. */
    private static final Duration COMING_UP = Duration.ofSeconds(30);

    private final Supplier<Config> address;
    private final Duration retryTimeout;
    private final ExecutorService threads = Threads.forBlockingWork("kubernetes");
    private final AtomicReference<Instant> outage = new AtomicReference<>(Instant.EPOCH);
    private KubernetesClient client;
    private boolean closed;

    Cluster(Supplier<Config> address, Duration retryTimeout) {
        this.address = address;
        this.retryTimeout = retryTimeout;
    }

    /** One request. */
    interface Request<T> extends Function<KubernetesClient, T> {}

    /**
     * The client, for what goes on for longer than one request.
     *
     * @throws ApiException if there is no cluster, or this is closed
     */
    synchronized KubernetesClient client() throws ApiException {
        if (closed) {
            throw ApiException.noAnswer("The spawner is closed", null);
        }
        if (client == null) {
            try {
                client = new KubernetesClientBuilder()
                        .withConfig(address.get())
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .build();
            } catch (InvalidSettings e) {
                throw ApiException.noAnswer(e.getMessage(), e);
            }
        }
        return client;
    }

    /** Asks once; what a cluster in trouble does not answer is an outage. */
    <T> T once(Request<T> request) throws ApiException, InterruptedException {
        CompletableFuture<T> answer = submit(request);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw translated(e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /**
     * Changes something, again and again while the API server does not answer; so the request must stand being made
     * twice.
     */
    <T> T change(Request<T> request) throws ApiException, InterruptedException {
        return patiently(() -> uninterrupted(request));
    }

    /** Asks, again and again while the API server does not answer. */
    <T> T ask(Request<T> request) throws ApiException, InterruptedException {
        return patiently(() -> once(request));
    }

    private interface Attempt<T> {
        T run() throws ApiException, InterruptedException;
    }

    private <T> T patiently(Attempt<T> attempt) throws ApiException, InterruptedException {
        long end = System.nanoTime() + retryTimeout.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return attempt.run();
            } catch (ApiException e) {
                if (!e.isOutage() || System.nanoTime() - end > 0 || isClosed()) {
                    throw e;
                }
            }
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private <T> T uninterrupted(Request<T> request) throws ApiException {
        CompletableFuture<T> answer = submit(request);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw translated(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> CompletableFuture<T> submit(Request<T> request) throws ApiException {
        KubernetesClient open = client();
        try {
            return CompletableFuture.supplyAsync(() -> request.apply(open), threads);
        } catch (RejectedExecutionException e) {
            throw ApiException.noAnswer("The spawner is closed", e);
        }
    }

    private ApiException translated(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return noted(failed.getCause());
    }

    /** Reads what went wrong, in a request or in a watch, in the light of what went wrong lately. */
    ApiException noted(Throwable cause) {
        ApiException trouble = ApiException.of(cause);
        if (trouble.isOutage()) {
            outage.set(Instant.now());
            return trouble;
        }
        return Instant.now().isBefore(outage.get().plus(COMING_UP)) ? trouble.fromOneThatHasJustComeUp() : trouble;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Where things go of which the settings do not say it. */
    String namespace() throws ApiException {
        String namespace = client().getConfiguration().getNamespace();
        return namespace == null || namespace.isEmpty() ? "default" : namespace;
    }

    @Override
    public void close() {
        KubernetesClient open;
        synchronized (this) {
            closed = true;
            open = client;
            client = null;
        }
        threads.shutdown();
        if (open != null) {
            open.close();
        }
    }
}
