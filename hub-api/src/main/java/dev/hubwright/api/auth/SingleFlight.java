package dev.hubwright.api.auth;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Does work once for all who ask for the same thing at the same time. */
final class SingleFlight<T> {

    private final Map<String, FutureTask<T>> underWay = new ConcurrentHashMap<>();

    /** Does {@code work} on the calling thread, or waits for whoever does it already. */
    T run(String key, Supplier<T> work) throws InterruptedException {
        FutureTask<T> mine = new FutureTask<>(work::get);
        FutureTask<T> first = underWay.putIfAbsent(key, mine);
        if (first != null) {
            return answer(first);
        }
        try {
            mine.run();
        } finally {
            underWay.remove(key, mine);
        }
        return answer(mine);
    }

    private T answer(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
