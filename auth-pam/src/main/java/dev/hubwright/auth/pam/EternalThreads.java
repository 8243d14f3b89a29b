package dev.hubwright.auth.pam;

import dev.hubwright.api.Threads;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Platform threads that live as long as the JVM. Modules leave things behind in their thread that are torn down when
 * it ends, by code that may not be there any more; so no thread that has called PAM ever ends. They are used again, by
 * whichever authenticator comes next, so there are never more than were busy at one time.
 */
final class EternalThreads {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Executor EXECUTOR = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, Long.MAX_VALUE, TimeUnit.NANOSECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(null, work, "pam-" + COUNT.incrementAndGet());
                thread.setDaemon(true);
                thread.setContextClassLoader(null);
                return thread;
            });

    private EternalThreads() {}

    /** Runs {@code work}, which must not throw, on one of them. */
    static void run(Runnable work) {
        EXECUTOR.execute(Threads.carrying(work));
    }

    /** How many there are. */
    static int count() {
        return COUNT.get();
    }
}
