package dev.hubwright.api.contract;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits for what happens on other threads: asks often, and gives up after a deadline. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Eventually() {}

    /** Something that may come true. */
    @FunctionalInterface
    public interface Condition {

        /** Whether it is true now. */
        boolean holds() throws Exception;
    }

    /** Waits until {@code condition} holds; fails with {@code what} if that takes too long. */
    public static void holds(String what, Condition condition) {
        holds(what, PATIENCE, condition);
    }

    /** The same with another patience. */
    public static void holds(String what, Duration patience, Condition condition) {
        holds(() -> what, patience, condition);
    }

    /** The same, where what to say depends on how it is in the end. */
    public static void holds(Supplier<String> what, Condition condition) {
        holds(what, PATIENCE, condition);
    }

    /** The same with another patience. */
    public static void holds(Supplier<String> what, Duration patience, Condition condition) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - end > 0) {
                    Assertions.fail("Not within " + patience + ": " + what.get());
                }
                Thread.sleep(2);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(what.get(), e);
        }
    }
}
