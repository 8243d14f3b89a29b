package dev.hubwright.api;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes work for threads that wait for it, and no more, so that a pool makes a thread only where no other has nothing to
 * do; the pool's own queues would have it make all threads that it may have first. Thread-safe.
 */
final class IdleFirstQueue extends LinkedBlockingQueue<Runnable> {

    private static final long serialVersionUID = 1L;

    /** Threads that wait, less the work that lies here for them; negative while there is more work than threads. */
    private final AtomicInteger free = new AtomicInteger();

    /** Whether a thread waits that nothing else lies here for. */
    @Override
    public boolean offer(Runnable work) {
        return reserve() && super.offer(work);
    }

    /** For a pool that has all the threads that it may have, or is shut down. */
    void add(Runnable work, ThreadPoolExecutor pool) {
        if (!pool.isShutdown()) {
            free.decrementAndGet();
            super.offer(work);
            // Its threads look here once more when it is shut down, but may have done so before.
            if (!pool.isShutdown() || !remove(work)) {
                return;
            }
        }
        throw new RejectedExecutionException("The threads are shut down and take no more work");
    }

    @Override
    public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        free.incrementAndGet();
        boolean waits = true;
        try {
            Runnable work = super.poll(timeout, unit);
            // Where it cannot take itself back, work is on its way to it, and no other thread may be free to do it.
            while (work == null && !reserve()) {
                work = super.poll(timeout, unit);
            }
            waits = false;
            return work;
        } finally {
            if (waits) {
                free.decrementAndGet();
            }
        }
    }

    private boolean reserve() {
        int now = free.get();
        while (now > 0) {
            if (free.compareAndSet(now, now - 1)) {
                return true;
            }
            now = free.get();
        }
        return false;
    }
}
