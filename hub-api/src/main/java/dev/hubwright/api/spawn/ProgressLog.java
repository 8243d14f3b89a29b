package dev.hubwright.api.spawn;

import dev.hubwright.api.spawn.ProgressEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The news of one start. Everybody who subscribes hears all of it, at a pace of their own. Thread-safe. */
final class ProgressLog {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSupervisor.class);
    private static final int MOST_EVENTS = 500;

    private final Executor threads;
    private final List<ProgressEvent> events = new ArrayList<>();
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private int percent;
    private boolean over;

    ProgressLog(Executor threads) {
        this.threads = threads;
    }

    void report(int newPercent, String message) {
        add(Kind.UNDER_WAY, Math.min(100, newPercent), message, Optional.empty());
    }

    void ready(String url) {
        add(Kind.READY, 100, "The server is ready at " + url, Optional.of(url));
    }

    void failed(String message) {
        add(Kind.FAILED, 100, message, Optional.empty());
    }

    synchronized int percent() {
        return percent;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** What was reported last; empty if nothing was. */
    synchronized Optional<String> lastMessage() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(events.size() - 1).message());
    }

    ServerSupervisor.Subscription subscribe(Consumer<ProgressEvent> consumer) {
        Subscriber subscriber = new Subscriber(consumer);
        subscribers.add(subscriber);
        subscriber.wake();
        return subscriber;
    }

    private void add(Kind kind, int newPercent, String message, Optional<String> url) {
        synchronized (this) {
            if (over) {
                return;
            }
            percent = Math.max(percent, newPercent);
            over = kind != Kind.UNDER_WAY;
            // A spawner that reports without end must not fill the memory: the last of the events gives way.
            if (events.size() >= MOST_EVENTS && !over) {
                events.remove(events.size() - 1);
            }
            events.add(new ProgressEvent(kind, percent, message, url));
        }
        subscribers.forEach(Subscriber::wake);
    }

    private synchronized Optional<ProgressEvent> event(int index) {
        return index < events.size() ? Optional.of(events.get(index)) : Optional.empty();
    }

    private final class Subscriber implements ServerSupervisor.Subscription {

        private final Consumer<ProgressEvent> consumer;
        private int next;
        private boolean delivering;
        private boolean woken;

        Subscriber(Consumer<ProgressEvent> consumer) {
            this.consumer = consumer;
        }

        void wake() {
            synchronized (this) {
                woken = true;
                if (delivering) {
                    return;
                }
                delivering = true;
            }
            try {
                threads.execute(this::deliver);
            } catch (RejectedExecutionException e) {
                close();
            }
        }

        private void deliver() {
            do {
                Optional<ProgressEvent> event = event(next);
                while (event.isPresent() && subscribers.contains(this)) {
                    next++;
                    hand(event.get());
                    event = event(next);
                }
            } while (!rests());
        }

        private synchronized boolean rests() {
            boolean nothingNew = !woken;
            woken = false;
            delivering = !nothingNew;
            return nothingNew;
        }

        private void hand(ProgressEvent event) {
            try {
                consumer.accept(event);
                if (event.isLast()) {
                    close();
                }
            } catch (RuntimeException e) {
                LOG.warn("A listener to a start's progress failed and hears no more", e);
                close();
            }
        }

        @Override
        public void close() {
            subscribers.remove(this);
        }
    }
}
