package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DialoguesTest {

    private static final List<Prompt> ONE = List.of(new Prompt(true, "Code: "));

    private final Dialogues dialogues = new Dialogues(new SecureRandom());

    @Test
    void anAnswerCanBeGivenOnce() {
        Opaque flow = dialogues.keep(new Dialogue(new Semaphore(0)), 1);

        assertThat(dialogues.take(flow)).isPresent();
        assertThat(dialogues.take(flow)).isEmpty();
        assertThat(dialogues.take(Opaque.empty())).isEmpty();
    }

    @Test
    void givesUpTheOldestOfTooMany() throws Exception {
        Dialogue oldest = new Dialogue(new Semaphore(0));
        CompletableFuture<Optional<List<Secret>>> answer =
                CompletableFuture.supplyAsync(() -> oldest.ask(ONE, List.of()));
        assertThat(oldest.next(Duration.ofMinutes(1))).isPresent();
        List<Opaque> flows = new ArrayList<>(List.of(dialogues.keep(oldest, 1)));
        for (int i = 0; i < 100; i++) {
            flows.add(dialogues.keep(new Dialogue(new Semaphore(0)), 1));
        }

        assertThat(answer.get(1, TimeUnit.MINUTES)).isEmpty();
        assertThat(dialogues.take(flows.get(0))).isEmpty();
        assertThat(dialogues.take(flows.get(1))).isPresent();
    }

    @Test
    void whoeverThinksKeepsNoSlot() throws Exception {
        Semaphore slots = new Semaphore(1);
        slots.acquire();
        Dialogue dialogue = new Dialogue(slots);
        CompletableFuture<Optional<List<Secret>>> answer =
                CompletableFuture.supplyAsync(() -> dialogue.ask(ONE, List.of()));
        assertThat(dialogue.next(Duration.ofMinutes(1))).isPresent();

        assertThat(slots.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
        dialogue.answer(List.of(Secret.of("123456")));
        assertThat(answer).isNotDone();
        slots.release();
        assertThat(answer.get(1, TimeUnit.MINUTES)).contains(List.of(Secret.of("123456")));
        assertThat(slots.availablePermits()).isZero();
    }
}
