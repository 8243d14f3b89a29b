package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LoginOutageTest extends LoginFixture {

    private LoginPipeline impatient(int bulkhead) {
        return pipeline(builder()
                .authenticator("corp", corp, LoginRules.allowAll())
                .throttle(LoginThrottle.none())
                .deadline(Duration.ofMillis(500))
                .bulkhead(bulkhead));
    }

    @Test
    void anOutageShowsItsOwnMessage() {
        corp.breakDown();

        assertThat(logIn(LoginRules.allowAll()))
                .isEqualTo(new LoginOutcome.Unavailable("The directory cannot be reached. Try again in a minute."));
        assertThat(events).extracting(AuditEvent::name).containsExactly("login-unavailable");
    }

    @Test
    void aDefectIsNeverAGrantAndShowsNothing() {
        for (Throwable defect : List.of(new IllegalStateException("secret-4711"), new StackOverflowError("deep"))) {
            corp.answers(request -> {
                if (defect instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) defect;
            });
            assertThat(logIn(LoginRules.allowAll())).isInstanceOf(LoginOutcome.Unavailable.class);
        }
        corp.answers(request -> null);
        assertThat(logIn(LoginRules.allowAll())).isInstanceOf(LoginOutcome.Unavailable.class);
        assertThat(events.toString()).doesNotContain("secret-4711");
    }

    @Test
    void aCallThatTakesTooLongIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        corp.answers(request -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return AuthResult.granted(Identity.of("alice"));
        });

        LoginOutcome outcome = impatient(32).login(attempt("alice", "wonderland"));

        assertThat(outcome).isInstanceOf(LoginOutcome.Unavailable.class);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(users.all()).isEmpty();
    }

    @Test
    void theAuthenticatorLearnsTheNearerDeadline() {
        AtomicReference<Optional<Instant>> seen = new AtomicReference<>();
        corp.answers(request -> {
            seen.set(request.deadline());
            return AuthResult.notMine();
        });
        LoginPipeline pipeline = pipeline(LoginRules.allowAll());

        pipeline.login(attempt("alice", "wonderland"));
        assertThat(seen.get()).contains(START.plusSeconds(30));
        pipeline.login(attempt("alice", "wonderland").withDeadline(START.plusSeconds(20)));
        assertThat(seen.get()).contains(START.plusSeconds(20));
        assertThat(pipeline.login(attempt("alice", "wonderland").withDeadline(START.minusSeconds(1))))
                .isInstanceOf(LoginOutcome.Unavailable.class);
    }

    @Test
    void aStuckCallKeepsItsPlaceUntilItEnds() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        corp.answers(request -> {
            waitDeafly(end);
            ended.countDown();
            return AuthResult.granted(Identity.of("alice"));
        });
        LoginPipeline pipeline = impatient(1);
        assertThat(pipeline.login(attempt("alice", "x"))).isInstanceOf(LoginOutcome.Unavailable.class);

        assertThat(pipeline.login(attempt("bob", "x"))).isInstanceOf(LoginOutcome.Unavailable.class);
        assertThat(corp.asked()).isEqualTo(1);
        assertThat(events.get(1).details().get("detail")).contains("has had 1 calls under way");

        end.countDown();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        corp.answers(request -> AuthResult.granted(Identity.of("alice")));
        Instant latest = Instant.now().plusSeconds(10);
        LoginOutcome outcome = pipeline.login(attempt("alice", "x"));
        while (!(outcome instanceof LoginOutcome.LoggedIn) && Instant.now().isBefore(latest)) {
            outcome = pipeline.login(attempt("alice", "x"));
        }
        user(outcome);
    }

    private static void waitDeafly(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException e) {
                // As a native call does that cannot be interrupted.
            }
        }
    }

    @Test
    void anInterruptedCallerIsNotLoggedInAndStaysInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        corp.answers(request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return AuthResult.notMine();
        });
        LoginPipeline pipeline = pipeline(LoginRules.allowAll());
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread browser = new Thread(() -> {
            LoginOutcome outcome = pipeline.login(attempt("alice", "wonderland"));
            flag.complete(outcome instanceof LoginOutcome.Unavailable
                    && Thread.currentThread().isInterrupted());
        });
        browser.start();
        asked.await();
        browser.interrupt();

        assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClosedPipelineIsUnavailable() {
        LoginPipeline pipeline = pipeline(LoginRules.allowAll());
        pipeline.close();

        assertThat(pipeline.login(attempt("alice", "wonderland"))).isInstanceOf(LoginOutcome.Unavailable.class);
    }

    @Test
    void aStoreThatIsDownLetsNobodyIn() {
        LoginPipeline pipeline = pipeline(LoginPipeline.builder()
                .users(new BrokenStore())
                .clock(clock)
                .authenticator("corp", corp, LoginRules.allowAll()));

        assertThat(pipeline.login(attempt("alice", "wonderland")))
                .isEqualTo(new LoginOutcome.Unavailable("Try again."));
        assertThat(pipeline.refresh("alice")).isEqualTo(new LoginOutcome.Unavailable("Try again."));
        assertThat(catchThrowable(() -> pipeline.unpin("alice"))).isInstanceOf(ProviderException.class);
    }

    private static final class BrokenStore implements UserStore {

        @Override
        public Optional<UserRecord> find(String name) throws ProviderException {
            throw down();
        }

        @Override
        public List<UserRecord> all() throws ProviderException {
            throw down();
        }

        @Override
        public UserRecord update(String name, Function<Optional<UserRecord>, UserRecord> change)
                throws ProviderException {
            throw down();
        }

        @Override
        public void remove(String name) throws ProviderException {
            throw down();
        }

        private static ProviderException down() {
            return ProviderException.retryable("Try again.", "The store is down");
        }
    }
}
