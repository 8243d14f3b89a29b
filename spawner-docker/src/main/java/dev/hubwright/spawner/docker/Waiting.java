package dev.hubwright.spawner.docker;

import java.time.Duration;

/** Looks again and again, less often as time goes by. */
final class Waiting {

    private static final long FIRST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 500;

    private Waiting() {}

    /** Something that may come true. */
    interface Condition {
        boolean holds() throws EngineException, InterruptedException;
    }

    /** Whether {@code condition} came true in time. */
    static boolean until(Duration patience, Condition condition) throws EngineException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_MILLIS;
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(LONGEST_MILLIS, pause * 3 / 2);
        }
        return true;
    }
}
