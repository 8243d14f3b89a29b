package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of a provider on a thread of its own, so that whoever waits for it can leave. Unlike a future it knows
 * whether an interrupted call has really ended.
 */
final class Call<T> {

    /** What is called. */
    interface Body<T> {
        T run() throws ProviderException, InterruptedException;
    }

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Thread thread;
    private boolean interrupted;

    private Call() {}

    static <T> Call<T> begin(Executor executor, Body<T> body) {
        Call<T> call = new Call<>();
        executor.execute(() -> call.run(body));
        return call;
    }

    private void run(Body<T> body) {
        try {
            enter();
            T value;
            try {
                value = body.run();
            } finally {
                leave();
            }
            result.complete(value);
        } catch (ProviderException | InterruptedException | RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private synchronized void enter() throws InterruptedException {
        if (interrupted) {
            throw new InterruptedException("cancelled before it began");
        }
        thread = Thread.currentThread();
    }

    private synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Completes when the call has ended, in whichever way. */
    CompletableFuture<T> result() {
        return result;
    }

    T await(Duration time) throws ProviderException, InterruptedException, TimeoutException {
        try {
            return result.get(Math.max(1, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProviderException cause) {
                throw cause;
            }
            throw Contained.inProviderException(e.getCause());
        }
    }

    /** Waits until it has ended, even while interrupted. */
    boolean awaitEnd(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        boolean interruptedMeanwhile = false;
        while (!result.isDone() && System.nanoTime() < end) {
            try {
                await(Duration.ofNanos(end - System.nanoTime()));
            } catch (InterruptedException e) {
                interruptedMeanwhile = true;
            } catch (ProviderException | TimeoutException e) {
                break;
            }
        }
        if (interruptedMeanwhile) {
            Thread.currentThread().interrupt();
        }
        return result.isDone();
    }
}
