package dev.hubwright.auth.pam;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds a refusal back until a moment that does not depend on how soon PAM was sure of it: a name that nobody has is
 * refused at once, a wrong password only after it was hashed. The caller waits, never the thread that PAM works on.
 * Thread-safe.
 */
final class EvenRefusals {

    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LONGEST_WISH = Duration.ofSeconds(5);
    /** How soon a slow moment of the machine is forgotten: after some dozens of logins. */
    private static final double FORGETTING = 0.95;

    private final CountDownLatch closed = new CountDownLatch(1);
    private long slowest;

    /** Takes note of how long a login took, whatever came of it. */
    synchronized void note(Duration spent) {
        slowest = Math.max(spent.toNanos(), (long) (slowest * FORGETTING));
    }

    /**
     * Waits.
     *
     * @param spent how long ago the attempt came, with the time that it waited for others: a crowd of attempts at one name
     *     must not tell either how long each of them took
     * @param wished the delay that modules want, which may be zero
     * @param patience how long the caller can wait
     */
    void await(Duration spent, Duration wished, Duration patience) throws InterruptedException {
        Duration rest = moment(spent, wished).minus(spent);
        Duration wait = rest.compareTo(patience) < 0 ? rest : patience;
        // Ends early only where the hub stops. Not a part of a millisecond is cut off: it would tell a hash from none.
        closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** When to answer, counted from the beginning: at the end of a step, in which the slowest one had time as well. */
    synchronized Duration moment(Duration spent, Duration wished) {
        long steps = (Math.max(slowest, spent.toNanos()) + STEP.toNanos() - 1) / STEP.toNanos();
        Duration even = STEP.multipliedBy(Math.max(1, steps));
        Duration asked = wished.compareTo(LONGEST_WISH) < 0 ? wished : LONGEST_WISH;
        return asked.compareTo(even) > 0 ? asked : even;
    }

    void close() {
        closed.countDown();
    }
}
