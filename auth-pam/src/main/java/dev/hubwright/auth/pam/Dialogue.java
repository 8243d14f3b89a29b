package dev.hubwright.auth.pam;

import dev.hubwright.api.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where a transaction on its thread and requests on theirs meet. While a person thinks, the transaction keeps its thread
 * but not its slot, so that people who do not answer keep nobody out.
 */
final class Dialogue {

    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<Secret>> answers = new LinkedBlockingQueue<>();
    private final Semaphore slots;
    private volatile boolean abandoned;

    /** For a transaction that holds one of {@code slots}. */
    Dialogue(Semaphore slots) {
        this.slots = slots;
    }

    /** One in which nobody answers. */
    static Dialogue mute() {
        Dialogue mute = new Dialogue(new Semaphore(0));
        mute.abandon();
        return mute;
    }

    /** Asks the person; on the transaction's thread. Empty if no answer will come. */
    Optional<List<Secret>> ask(List<Prompt> prompts, List<String> texts) {
        if (abandoned) {
            return Optional.empty();
        }
        slots.release();
        try {
            turns.add(new Turn.Asked(prompts, texts));
            List<Secret> given = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Optional.ofNullable(given).filter(list -> list.size() == prompts.size());
        } catch (InterruptedException e) {
            return Optional.empty(); // Nobody interrupts these threads but to have them give up.
        } finally {
            slots.acquireUninterruptibly();
        }
    }

    /** Ends it; on the transaction's thread, and its last act. */
    void end(Turn last) {
        slots.release();
        turns.add(last);
    }

    /** Answers the last question. */
    void answer(List<Secret> given) {
        answers.add(given);
    }

    /** Waits for the next question or the end. Empty if none of them comes in time. */
    Optional<Turn> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(turns.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS));
    }

    /** Nobody will take or give a further turn: the transaction ends as soon as it can. */
    void abandon() {
        abandoned = true;
        answers.add(List.of());
    }

    /** What a transaction does next. */
    sealed interface Turn {

        /** It wants answers. */
        record Asked(List<Prompt> prompts, List<String> texts) implements Turn {}

        /** It is over. */
        record Ended(Outcome outcome) implements Turn {}

        /** It could not be begun, or has a defect. */
        record Failed(Throwable cause) implements Turn {}
    }
}
