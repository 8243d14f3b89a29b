package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.hubwright.api.Health;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The engine, behind three sets of connections: open streams and pulls take none away from the short calls.
 *
 * <p>Calls run on platform threads of their own, as many as there are connections: the transport waits in native code,
 * which would hold the carriers of virtual threads, and an interrupt would break a connection in the middle of a call.
 */
final class Engine implements AutoCloseable {

    private static final int CALLS = 32;
    private static final int STREAMS = 512;
    private static final int PULLS = 16;
    private static final int IDLE_SECONDS = 30;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final EngineAddress address;
    private final String version;
    private final EngineClient calls;
    private final EngineClient streams;
    private final EngineClient pulls;
    private final ExecutorService threads = threads("docker-call", CALLS);
    private final ExecutorService streamThreads = threads("docker-stream", STREAMS);

    Engine(EngineAddress address) {
        this.address = address;
        this.version = address.version().map(text -> "/v" + text).orElse("");
        this.calls = new EngineClient(address, CALLS, ANSWER);
        this.streams = new EngineClient(address, STREAMS, Duration.ZERO);
        this.pulls = new EngineClient(address, PULLS, Duration.ZERO);
    }

    private static ExecutorService threads(String name, int limit) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                limit, limit, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    EngineAddress address() {
        return address;
    }

    /** The beginning of paths that are asked for by hand. */
    String versionPath() {
        return version;
    }

    /** Connections for what stays open: logs. */
    EngineClient streams() {
        return streams;
    }

    /** Connections for pulls. */
    EngineClient pulls() {
        return pulls;
    }

    /** Threads for what stays open. */
    ExecutorService streamThreads() {
        return streamThreads;
    }

    /** Whether it answers. */
    Health check() throws InterruptedException {
        try {
            ask(client -> client.pingCmd().exec());
            return Health.up();
        } catch (EngineException e) {
            return Health.down(e.getMessage());
        }
    }

    /** Asks something that changes nothing; an interrupt gives the question up. */
    <T> T ask(Function<DockerClient, T> question) throws EngineException, InterruptedException {
        Future<T> answer = submit(() -> question.apply(calls.client()));
        return await(answer);
    }

    /** Has something changed; an interrupt waits for the answer, so that it can be undone. */
    <T> T change(Function<DockerClient, T> request) throws EngineException, InterruptedException {
        return changeByHand(transport -> request.apply(calls.client()));
    }

    /** The same with a request that the library has no words for. */
    <T> T changeByHand(Function<DockerHttpClient, T> request) throws EngineException, InterruptedException {
        Future<T> answer = submit(() -> request.apply(calls.transport()));
        try {
            return await(answer);
        } catch (InterruptedException e) {
            awaitEnd(answer);
            throw e;
        }
    }

    private <T> Future<T> submit(java.util.concurrent.Callable<T> call) throws EngineException {
        try {
            return threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw EngineException.noAnswer("The spawner is closed", e);
        }
    }

    private <T> T await(Future<T> answer) throws EngineException, InterruptedException {
        try {
            return answer.get(ANSWER.plus(SLACK).toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw EngineException.noAnswer(
                    "The Docker engine at " + address + " has given no answer for " + ANSWER.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw translate(e.getCause());
        } catch (java.util.concurrent.CancellationException e) {
            throw EngineException.noAnswer("The spawner is closed", e);
        }
    }

    private static void awaitEnd(Future<?> answer) {
        try {
            answer.get(ANSWER.plus(SLACK).toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Whatever came of it, the caller has been told to stop and looks for what is there.
            return;
        }
    }

    /** In our words: what the library throws for an answer that is an error, and for none at all. */
    EngineException translate(Throwable error) {
        if (error instanceof EngineRefusal refusal) {
            return new EngineException(refusal.status(), refusal.getMessage(), refusal);
        }
        if (error instanceof DockerException refusal) {
            return new EngineException(refusal.getHttpStatus(), EngineRefusal.text(refusal.getMessage()), refusal);
        }
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return EngineException.noAnswer(
                "The Docker engine at " + address + " cannot be reached (" + root
                        + "); check that it runs and DockerSpawner.docker_host",
                error);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        streamThreads.shutdownNow();
        calls.close();
        streams.close();
        pulls.close();
    }
}
