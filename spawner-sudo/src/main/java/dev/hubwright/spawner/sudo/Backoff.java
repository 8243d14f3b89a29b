package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.time.Duration;

/** Waits for what the kernel does not announce: quick looks first, rarer ones later. For one wait of one thread. */
final class Backoff {

    private static final long FIRST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 200;

    private long next = FIRST_MILLIS;

    void pause() throws InterruptedException {
        Thread.sleep(next);
        next = Math.min(LONGEST_MILLIS, next * 3 / 2);
    }

    /** Whether {@code condition} came to hold in time. */
    static boolean until(Duration limit, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Backoff backoff = new Backoff();
        while (!condition.holds()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            backoff.pause();
        }
        return true;
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }
}
