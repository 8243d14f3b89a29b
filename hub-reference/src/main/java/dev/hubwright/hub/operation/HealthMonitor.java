package dev.hubwright.hub.operation;

import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the parts of a hub apart: which of them answer. Nothing is asked before somebody wants to know, and then not again for some
 * seconds, however many look. Thread-safe.
 */
public final class HealthMonitor {

    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final ExecutorService threads;
    private final Clock clock;
    private final Duration budget;
    private final List<WatchedPart> parts = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private List<PartHealth> last = List.of();
    private long lastLook;

    /** Runs questions on these threads; a look takes five seconds at most, and holds for ten. */
    public HealthMonitor(ExecutorService threads, Clock clock) {
        this(threads, clock, BUDGET);
    }

    HealthMonitor(ExecutorService threads, Clock clock, Duration budget) {
        this.threads = threads;
        this.clock = clock;
        this.budget = budget;
    }

    /** Adds a provider; to be called before anybody looks. */
    public void add(String kind, String name, Provider provider) {
        add(kind, name, () -> health(provider));
    }

    /**
     * Adds another part.
     *
     * @param question answers nothing where nobody can know, and throws where there is no answer
     */
    public void add(String kind, String name, Callable<Optional<Health>> question) {
        parts.add(new WatchedPart(kind, name, question, clock));
    }

    /** A provider that cannot ask knows of trouble by its work, but not that all is well. */
    private static Optional<Health> health(Provider provider) throws InterruptedException {
        Optional<HealthCheck> check = provider.capability(HealthCheck.class);
        if (check.isPresent()) {
            return Optional.of(check.get().check());
        }
        return Optional.of(provider.health()).filter(health -> health.state() == Health.State.DOWN);
    }

    /** How all of them are. Waits for them, but no longer than its time; who has not answered by then is down. */
    public List<PartHealth> look() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (last.isEmpty() || System.nanoTime() - lastLook > FRESH.toNanos()) {
                last = ask();
                lastLook = System.nanoTime();
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private List<PartHealth> ask() throws InterruptedException {
        long end = System.nanoTime() + budget.toNanos();
        parts.forEach(part -> part.ask(threads));
        List<PartHealth> answers = new ArrayList<>();
        for (WatchedPart part : parts) {
            answers.add(part.answer(end, budget));
        }
        return List.copyOf(answers);
    }
}
