package dev.hubwright.api.auth;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time do something about one person. Thread-safe. */
final class Turns {

    private final Map<String, Waiting> people = new ConcurrentHashMap<>();

    /** Waits for the turn, which ends when it is closed. */
    Turn take(String person) throws InterruptedException {
        Waiting waiting = people.compute(person, (name, known) -> known == null ? new Waiting() : known.oneMore());
        try {
            waiting.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            leave(person);
            throw e;
        }
        return () -> {
            waiting.lock.unlock();
            leave(person);
        };
    }

    private void leave(String person) {
        people.computeIfPresent(person, (name, known) -> known.oneLess() ? known : null);
    }

    /** The time in which nobody else does something about the person. */
    interface Turn extends AutoCloseable {

        @Override
        void close();
    }

    /** Counted inside {@code compute} only. */
    private static final class Waiting {

        private final ReentrantLock lock = new ReentrantLock();
        private int count = 1;

        Waiting oneMore() {
            count++;
            return this;
        }

        boolean oneLess() {
            count--;
            return count > 0;
        }
    }
}
