package dev.hubwright.hub.operation;

import dev.hubwright.api.Health;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A question that may take longer than anybody waits for it. */
final class Attempt implements Runnable {

    private final Callable<Optional<Health>> question;
    private final CompletableFuture<Optional<Health>> answer = new CompletableFuture<>();
    private Thread worker;
    private boolean late;

    Attempt(Callable<Optional<Health>> question) {
        this.question = question;
    }

    CompletableFuture<Optional<Health>> answer() {
        return answer;
    }

    @Override
    public void run() {
        synchronized (this) {
            worker = Thread.currentThread();
        }
        try {
            Optional<Health> health = question.call();
            leave();
            answer.complete(health);
        } catch (Exception | LinkageError e) {
            leave();
            answer.completeExceptionally(e);
        }
    }

    private synchronized void leave() {
        worker = null;
        Thread.interrupted();
    }

    /** Nobody waits any more. */
    synchronized void giveUp() {
        if (!late && worker != null) {
            worker.interrupt();
        }
        late = true;
    }

    synchronized boolean isLate() {
        return late;
    }
}
