package dev.hubwright.hub.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.Provider;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Threads;
import dev.hubwright.api.contract.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthMonitorTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final ExecutorService threads = Threads.forBlockingWork("health-test");
    private final HealthMonitor monitor = new HealthMonitor(threads, clock, Duration.ofSeconds(2));

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void tellsPartsApart() throws Exception {
        monitor.add("store", "", () -> Optional.of(Health.up()));
        monitor.add("proxy", "", () -> {
            throw ProviderException.retryable("Try again", "The proxy at http://proxy:8001 gives no answer", null);
        });
        monitor.add("authenticator", "pam", new Silent());
        monitor.add("spawner", "docker", new Asking(Health.degraded("one of two is gone")));

        List<PartHealth> parts = monitor.look();

        assertThat(parts)
                .extracting(PartHealth::status)
                .containsExactly(
                        PartHealth.State.UP, PartHealth.State.DOWN, PartHealth.State.UNKNOWN, PartHealth.State.UP);
        assertThat(parts.get(1).lastError())
                .contains(new PartHealth.Trouble("The proxy at http://proxy:8001 gives no answer", NOW));
        assertThat(parts.get(3).message()).isEqualTo("one of two is gone");
    }

    @Test
    void waitsNoLongerThanItsTimeAndAsksWhatHangsOnce() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        WatchedPart part = part(() -> {
            asked.incrementAndGet();
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    // What hangs in native code does not heed it either.
                    continue;
                }
            }
            return Optional.of(Health.up());
        });

        for (int i = 0; i < 3; i++) {
            part.ask(threads);
            PartHealth late = part.answer(System.nanoTime() + 10_000_000, Duration.ofSeconds(2));
            assertThat(late.status()).isEqualTo(PartHealth.State.DOWN);
            assertThat(late.message()).isEqualTo("has given no answer for 2 s");
        }

        assertThat(asked).hasValueLessThanOrEqualTo(1);
        released.countDown();
    }

    @Test
    void asksOnceForManyLooks() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        monitor.add("store", "", () -> {
            asked.incrementAndGet();
            return Optional.of(Health.up());
        });

        for (int i = 0; i < 50; i++) {
            monitor.look();
        }

        assertThat(asked).hasValueLessThan(5);
    }

    @Test
    void remembersSinceWhenAndWhatWentWrongLast() throws Exception {
        Health[] now = {Health.up()};
        WatchedPart part = part(() -> Optional.of(now[0]));
        look(part);
        clock.advance(Duration.ofMinutes(1));
        assertThat(look(part).since()).isEqualTo(NOW);

        now[0] = Health.down("gone");
        assertThat(look(part).since()).isEqualTo(NOW.plusSeconds(60));
        clock.advance(Duration.ofMinutes(1));
        now[0] = Health.up();
        PartHealth again = look(part);

        assertThat(again.status()).isEqualTo(PartHealth.State.UP);
        assertThat(again.since()).isEqualTo(NOW.plusSeconds(120));
        assertThat(again.lastError()).contains(new PartHealth.Trouble("gone", NOW.plusSeconds(60)));
    }

    @Test
    void showsNothingOfExceptionsThatAreNotOurs() throws Exception {
        WatchedPart part = part(() -> {
            throw new IllegalStateException("password=hunter2");
        });

        assertThat(look(part).toString()).contains("IllegalStateException").doesNotContain("hunter2");
    }

    private WatchedPart part(Callable<Optional<Health>> question) {
        return new WatchedPart("spawner", "docker", question, clock);
    }

    private PartHealth look(WatchedPart part) throws Exception {
        part.ask(threads);
        return part.answer(System.nanoTime() + Duration.ofSeconds(30).toNanos(), Duration.ofSeconds(30));
    }

    private static final class Silent implements Provider {}

    private record Asking(Health answer) implements Provider, HealthCheck {

        @Override
        public Health check() {
            return answer;
        }
    }
}
