package dev.hubwright.auth.pam;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Begins transactions, as many at once as the settings allow. Thread-safe. */
final class Logins {

    private final PamConfig config;
    private final Semaphore slots;

    Logins(PamConfig config) {
        this.config = config;
        this.slots = new Semaphore(config.executorThreads(), true);
    }

    /**
     * Begins one on a thread of its own.
     *
     * @param patience how long to wait for a slot
     */
    Dialogue begin(String name, Secret password, Optional<Secret> code, String address, Duration patience)
            throws ProviderException, InterruptedException {
        Answers answers = new Answers(password, code);
        return begin(answers, patience, transaction -> transaction.logIn(name, address));
    }

    /** Begins one that asks about somebody who logged in earlier. */
    Dialogue beginAccount(String name, Duration patience) throws ProviderException, InterruptedException {
        return begin(Answers.none(), patience, transaction -> transaction.account(name));
    }

    private Dialogue begin(Answers answers, Duration patience, Function<Transaction, Outcome> work)
            throws ProviderException, InterruptedException {
        boolean acquired = false;
        boolean begun = false;
        try {
            LibPam pam = ready();
            acquired = acquire(patience);
            Dialogue dialogue = new Dialogue(slots);
            EternalThreads.run(() -> dialogue.end(run(pam, answers, dialogue, work)));
            begun = true;
            return dialogue;
        } finally {
            if (!begun) {
                answers.close();
                slots.release(acquired ? 1 : 0);
            }
        }
    }

    private Dialogue.Turn run(LibPam pam, Answers answers, Dialogue dialogue, Function<Transaction, Outcome> work) {
        try (answers) {
            return new Dialogue.Turn.Ended(work.apply(new Transaction(pam, NativePam.c(), config, answers, dialogue)));
        } catch (RuntimeException | Error e) { // Whatever it is, somebody waits for the end.
            return new Dialogue.Turn.Failed(e);
        }
    }

    /** Libraries loaded, service there, modules pinned. */
    private LibPam ready() throws ProviderException {
        LibPam pam = NativePam.pam();
        PamStack stack = PamStack.whole(config).orElseThrow(() -> PamTrouble.noService(config));
        stack.modules().forEach(NativePam::pin);
        return pam;
    }

    private boolean acquire(Duration patience) throws ProviderException, InterruptedException {
        if (slots.tryAcquire(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS)) {
            return true;
        }
        throw PamTrouble.passing("PAMAuthenticator.executor_threads = " + config.executorThreads()
                + ", and all of them were busy for " + patience.toMillis() / 1000.0 + " s");
    }

    ProviderException noAnswer(Duration patience) {
        return PamTrouble.passing(
                "PAM service \"" + config.service() + "\" gave no answer in " + patience.toMillis() / 1000.0 + " s");
    }

    static ProviderException defect(Throwable cause) {
        return ProviderException.permanent(
                PamTrouble.PUBLIC_MESSAGE,
                "a defect in calling PAM: " + cause.getClass().getName(),
                cause);
    }
}
