package dev.hubwright.api.spawn;

import dev.hubwright.api.Threads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Lets a limited number of tasks run at once and queues the others, so that one slow engine cannot take all threads. */
final class Bulkhead implements Executor {

    private final Executor threads;
    private final int limit;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Bulkhead(Executor threads, int limit) {
        this.threads = threads;
        this.limit = limit;
    }

    @Override
    public void execute(Runnable work) {
        // What waits is begun by another's end, and must not be taken for a part of that.
        Runnable task = Threads.carrying(work);
        synchronized (this) {
            if (running >= limit) {
                waiting.add(task);
                return;
            }
            running++;
        }
        dispatch(task);
    }

    private void dispatch(Runnable task) {
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                next();
            }
        });
    }

    private void next() {
        Runnable task;
        synchronized (this) {
            task = waiting.poll();
            if (task == null) {
                running--;
                return;
            }
        }
        try {
            dispatch(task);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: what still waits is never begun.
            synchronized (this) {
                waiting.clear();
            }
        }
    }
}
