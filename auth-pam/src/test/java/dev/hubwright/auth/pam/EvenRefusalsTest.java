package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EvenRefusalsTest {

    private static final Duration NOTHING = Duration.ZERO;
    private static final Duration HALF = Duration.ofMillis(500);

    private final EvenRefusals refusals = new EvenRefusals();

    @Test
    void answersAtTheSameMomentHoweverSoonPamWasSure() {
        assertThat(refusals.moment(NOTHING, NOTHING)).isEqualTo(HALF);
        assertThat(refusals.moment(Duration.ofMillis(120), NOTHING)).isEqualTo(HALF);
    }

    @Test
    void givesUnknownNamesTheTimeOfTheSlowestLogin() {
        refusals.note(Duration.ofMillis(700));

        assertThat(refusals.moment(NOTHING, NOTHING)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void forgetsASlowMoment() {
        refusals.note(Duration.ofSeconds(20));
        for (int i = 0; i < 100; i++) {
            refusals.note(Duration.ofMillis(100));
        }

        assertThat(refusals.moment(NOTHING, NOTHING)).isEqualTo(HALF);
    }

    @Test
    void heedsTheDelayThatModulesWantWithinReason() {
        assertThat(refusals.moment(Duration.ofMillis(120), Duration.ofSeconds(2)))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(refusals.moment(NOTHING, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(5));
        assertThat(refusals.moment(NOTHING, Duration.ofMillis(3))).isEqualTo(HALF);
    }

    @Test
    void waitsForNobodyOnceTheHubStops() throws Exception {
        refusals.close();
        long begun = System.nanoTime();

        refusals.await(NOTHING, Duration.ofSeconds(5), Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
