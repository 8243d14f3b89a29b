package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginThrottleTest extends LoginFixture {

    private LoginPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = pipeline(LoginRules.allowAll());
    }

    private static AuthRequest from(String source, String username, String password) {
        return AuthRequest.builder()
                .field("username", Secret.of(username))
                .field("password", Secret.of(password))
                .peerAddress(source)
                .build();
    }

    private LoginOutcome.Refused guess(String source, String username) {
        return refused(pipeline.login(from(source, username, "wrong")));
    }

    private void guess(String source, String username, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(guess(source, username).reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void fiveFailuresAreFreeAndThenPausesDouble() {
        guess("192.0.2.1", "alice", 5);

        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            LoginOutcome.Refused paused = guess("192.0.2.1", "alice");
            assertThat(paused.reason()).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
            assertThat(paused.retryAfter()).contains(Duration.ofSeconds(seconds));
            assertThat(paused.publicMessage()).contains(seconds + " second");
            clock.advance(Duration.ofSeconds(seconds));
            guess("192.0.2.1", "alice", 1);
        }
    }

    @Test
    void nobodyIsAskedDuringAPause() {
        guess("192.0.2.1", "alice", 5);

        assertThat(reason(pipeline.login(from("192.0.2.1", "alice", "wonderland"))))
                .isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
        assertThat(corp.asked()).isEqualTo(5);
    }

    @Test
    void anotherSpellingOfTheNameIsTheSameName() {
        guess("192.0.2.1", "alice", 3);
        guess("192.0.2.1", " ALICE", 2);

        assertThat(guess("192.0.2.1", "Alice").reason()).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
    }

    @Test
    void thePersonComesInFromAnotherAddress() {
        guess("192.0.2.1", "alice", 5);

        user(pipeline.login(from("192.0.2.2", "alice", "wonderland")));
        assertThat(guess("192.0.2.1", "alice").reason()).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
    }

    @Test
    void gettingInForgetsTheFailures() {
        guess("192.0.2.1", "alice", 4);
        user(pipeline.login(from("192.0.2.1", "alice", "wonderland")));

        guess("192.0.2.1", "alice", 5);
    }

    @Test
    void aQuarterOfAnHourForgetsThemToo() {
        guess("192.0.2.1", "alice", 5);
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));

        guess("192.0.2.1", "alice", 5);
    }

    @Test
    void anAddressThatTriesManyNamesPausesToo() {
        for (int i = 0; i < 50; i++) {
            guess("192.0.2.1", "user" + i, 1);
        }

        assertThat(guess("192.0.2.1", "alice").reason()).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
        guess("192.0.2.2", "alice", 1);
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        for (int i = 0; i < 5; i++) {
            guess("2001:db8:0:1::" + i, "alice", 1);
        }

        assertThat(guess("2001:db8:0:1:ffff::9", "alice").reason()).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
        guess("2001:db8:0:2::1", "alice", 1);
        guess("not:an:address", "alice", 1);
    }

    @Test
    void outagesAndRefusalsAfterProofDoNotCount() {
        corp.breakDown();
        for (int i = 0; i < 60; i++) {
            assertThat(pipeline.login(from("192.0.2.1", "alice", "wonderland")))
                    .isInstanceOf(LoginOutcome.Unavailable.class);
        }
        corp.answers(request -> AuthResult.deniedAfterProof(DenialReason.ACCOUNT_EXPIRED, "Expired."));
        for (int i = 0; i < 60; i++) {
            assertThat(reason(pipeline.login(from("192.0.2.1", "alice", "wonderland"))))
                    .isEqualTo(DenialReason.ACCOUNT_EXPIRED);
        }
    }

    @Test
    void attemptsAtTheSameMomentCountBeforeTheyAreAnswered() {
        LoginThrottle throttle = LoginThrottle.standard(clock);

        for (int i = 0; i < 5; i++) {
            assertThat(throttle.admit("alice", "192.0.2.1")).isEmpty();
        }
        assertThat(throttle.admit("alice", "192.0.2.1")).contains(Duration.ofSeconds(1));
        throttle.excused("alice", "192.0.2.1");
        assertThat(throttle.admit("alice", "192.0.2.1")).isEmpty();
    }

    @Test
    void forgetsTheOldestPairWhenThereAreTooMany() {
        LoginThrottle throttle = LoginThrottle.of(clock, 1, 1000, 2);
        throttle.admit("a", "192.0.2.1");
        throttle.admit("b", "192.0.2.1");
        throttle.admit("c", "192.0.2.1");

        assertThat(throttle.admit("c", "192.0.2.1")).isPresent();
        assertThat(throttle.admit("b", "192.0.2.1")).isPresent();
        assertThat(throttle.admit("a", "192.0.2.1")).isEmpty();
    }

    @Test
    void hugeNamesTakeNoHugeMemory() {
        LoginThrottle throttle = LoginThrottle.of(clock, 1, 1000, 2);
        String huge = "x".repeat(10_000);

        assertThat(throttle.admit(huge, "192.0.2.1")).isEmpty();
        assertThat(throttle.admit(huge + "y", "192.0.2.1")).isPresent();
    }

    @Test
    void noneLetsEverythingThrough() {
        LoginThrottle none = LoginThrottle.none();

        for (int i = 0; i < 200; i++) {
            assertThat(none.admit("alice", "192.0.2.1")).isEmpty();
            none.failed("192.0.2.1");
        }
    }
}
