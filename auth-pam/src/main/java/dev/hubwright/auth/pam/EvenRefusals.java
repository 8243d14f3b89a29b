package dev.hubwright.auth.pam;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds a refusal back until a moment that does not depend on how soon PAM was sure of it: a name that nobody has is
 * refused at once, a wrong password only after it was hashed. The caller waits, never the thread that PAM works on.
 */
final class EvenRefusals {

    /** Longer than any hash takes that people would put up with. */
    private static final Duration STEP = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Waits.
     *
     * @param spent how long PAM has worked
     * @param wished the delay that modules want, which may be zero
     * @param patience how long the caller can wait
     */
    void await(Duration spent, Duration wished, Duration patience) throws InterruptedException {
        Duration moment = moment(spent, wished);
        Duration rest = moment.minus(spent);
        Duration wait = rest.compareTo(patience) < 0 ? rest : patience;
        // Ends early only where the hub stops.
        if (!wait.isNegative()) {
            closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** When to answer, counted from the beginning. */
    static Duration moment(Duration spent, Duration wished) {
        Duration asked = wished.compareTo(LONGEST) < 0 ? wished : LONGEST;
        Duration least = asked.compareTo(STEP) > 0 ? asked : STEP;
        if (spent.compareTo(least) <= 0) {
            return least;
        }
        return STEP.multipliedBy(spent.dividedBy(STEP) + 1);
    }

    void close() {
        closed.countDown();
    }
}
