package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/** Threads for calls that block, such as those of every provider. */
public final class Threads {

    /** Enough for several providers that all hang up to their bulkhead, few enough to survive it. */
    private static final int PLATFORM_LIMIT = 256;

    private static final int IDLE_SECONDS = 60;

    private Threads() {}

    /**
     * Makes an executor for blocking work: a virtual thread for each task where the JDK has them, and otherwise at most
     * 256 daemon threads that are made where no other is idle, and end when idle; further tasks wait for one. Tasks have
     * the logging context of whoever hands them in. The caller shuts it down.
     *
     * @param name the beginning of the threads' names, where they have names
     */
    public static ExecutorService forBlockingWork(String name) {
        requireNonNull(name, "name");
        return new CarryingExecutor(virtual().orElseGet(() -> platform(name)));
    }

    /**
     * The same work with the logging context ({@link MDC}) that the calling thread has now, whichever thread runs it and
     * whatever context that one has. What {@link #forBlockingWork} makes does so by itself.
     */
    public static Runnable carrying(Runnable work) {
        requireNonNull(work, "work");
        Map<String, String> context = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            set(context);
            try {
                work.run();
            } finally {
                set(before);
            }
        };
    }

    private static void set(Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }

    private static Optional<ExecutorService> virtual() {
        try {
            return Optional.of((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    static ExecutorService platform(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory threads = work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        IdleFirstQueue queue = new IdleFirstQueue();
        return new ThreadPoolExecutor(0, PLATFORM_LIMIT, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads, queue::add);
    }
}
