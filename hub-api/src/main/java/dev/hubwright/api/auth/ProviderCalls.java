package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls one provider: on other threads, so many at once and no more, each for so long and no longer. */
final class ProviderCalls {

    private static final String PUBLIC_MESSAGE = "Logging in is not possible just now. Try again in a minute.";

    private final String name;
    private final ExecutorService executor;
    private final Semaphore free;
    private final int limit;

    /** Lets {@code limit} calls be under way at once; {@code name} stands in errors. */
    ProviderCalls(String name, ExecutorService executor, int limit) {
        this.name = name;
        this.executor = executor;
        this.free = new Semaphore(limit, true);
        this.limit = limit;
    }

    /**
     * Waits for a free place and for the answer, for {@code patience} altogether, then interrupts the call.
     *
     * @throws ProviderException if there is no answer, whatever the reason; a mistake in the provider is its cause
     */
    <T> T call(Callable<T> work, Duration patience) throws ProviderException, InterruptedException {
        if (patience.isZero() || patience.isNegative()) {
            throw unavailable("was not asked: the deadline had passed");
        }
        long deadline = System.nanoTime() + patience.toNanos();
        if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw unavailable("has had " + limit + " calls under way for " + shown(patience));
        }
        AtomicBoolean begun = new AtomicBoolean();
        FutureTask<T> task = new FutureTask<>(() -> run(work, begun));
        try {
            executor.execute(task);
            return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unavailable("gave no answer in " + shown(patience));
        } catch (RejectedExecutionException e) {
            throw unavailable("cannot be called: the hub is stopping");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            task.cancel(true);
            // A call that does not heed the interrupt keeps its place until it ends; one that never began has none.
            if (begun.compareAndSet(false, true)) {
                free.release();
            }
        }
    }

    private <T> T run(Callable<T> work, AtomicBoolean begun) throws Exception {
        if (!begun.compareAndSet(false, true)) {
            throw new InterruptedException();
        }
        try {
            T answer = work.call();
            if (answer == null) {
                throw new NullPointerException("null is not an answer");
            }
            return answer;
        } finally {
            free.release();
        }
    }

    private ProviderException failure(Throwable cause) {
        if (cause instanceof ProviderException outage) {
            return outage;
        }
        if (cause instanceof InterruptedException) {
            return unavailable("was interrupted");
        }
        return ProviderException.permanent(
                PUBLIC_MESSAGE, name + " has a defect: " + cause.getClass().getName(), cause);
    }

    private ProviderException unavailable(String what) {
        return ProviderException.retryable(PUBLIC_MESSAGE, name + " " + what);
    }

    private static String shown(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
