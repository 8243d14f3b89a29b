package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginRefreshTest extends LoginFixture {

    private static final Identity ALICE = Identity.of("alice").withSubject(new Subject("idp", "1"));
    private static final LoginRules RULES = LoginRules.builder()
            .allowAll(true)
            .manageGroups(true)
            .adminGroups(List.of("ops"))
            .enableAuthState(true)
            .authRefreshAge(Duration.ofMinutes(5))
            .build();

    private LoginPipeline loggedIn(LoginRules rules) {
        corp.knows("alice", "wonderland", ALICE);
        LoginPipeline pipeline = pipeline(rules);
        user(pipeline.login(attempt("alice", "wonderland")));
        return pipeline;
    }

    private void refreshesTo(Identity identity) {
        corp.refreshes(request -> AuthResult.granted(identity, Opaque.of(1, Map.of("token", "new"))));
    }

    @Test
    void asksWhenTheLastAnswerIsOldEnough() {
        LoginPipeline pipeline = loggedIn(RULES);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        pipeline.refresh("alice");
        assertThat(corp.refreshed()).isZero();

        clock.advance(Duration.ofMillis(1));
        UserRecord user = user(pipeline.refresh("alice"));
        pipeline.refresh("alice");

        assertThat(corp.refreshed()).isEqualTo(1);
        assertThat(user.authenticated()).contains(clock.instant());
        assertThat(user.lastActivity()).contains(START);
    }

    @Test
    void anAgeOfZeroNeverAsksButByForce() {
        LoginPipeline pipeline = loggedIn(LoginRules.builder()
                .allowAll(true)
                .authRefreshAge(Duration.ZERO)
                .build());
        clock.advance(Duration.ofDays(100));

        user(pipeline.refresh("alice"));
        assertThat(corp.refreshed()).isZero();
        user(pipeline.refreshNow("alice"));
        assertThat(corp.refreshed()).isEqualTo(1);
    }

    @Test
    void takesOverWhatHoldsNow() {
        LoginPipeline pipeline = loggedIn(RULES);
        refreshesTo(ALICE.withGroups(Set.of("ops")));

        UserRecord user = user(pipeline.refreshNow("alice"));

        assertThat(user.groups()).containsExactly("ops");
        assertThat(user.admin()).isTrue();
        assertThat(user.authState().text("token")).contains("new");
        refreshesTo(ALICE.withGroups(Set.of()));
        assertThat(user(pipeline.refreshNow("alice")).admin()).isFalse();
    }

    @Test
    void runsTheRulesAgain() {
        LoginRules staff = LoginRules.builder().allowedGroups(List.of("staff")).build();
        corp.knows("alice", "wonderland", ALICE.withGroups(Set.of("staff")));
        LoginPipeline pipeline = pipeline(staff);
        user(pipeline.login(attempt("alice", "wonderland")));
        refreshesTo(ALICE.withGroups(Set.of("alumni")));

        assertThat(reason(pipeline.refreshNow("alice"))).isEqualTo(DenialReason.NOT_ALLOWED);
    }

    @Test
    void anotherPersonIsRefusedAndNothingChanges() {
        LoginPipeline pipeline = loggedIn(RULES);
        UserRecord before = users.find("alice").orElseThrow();

        for (Identity other :
                List.of(ALICE.withSubject(new Subject("idp", "2")), Identity.of("alice"), ALICE.withName("bob"))) {
            refreshesTo(other);
            assertThat(reason(pipeline.refreshNow("alice"))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
        }
        assertThat(users.all()).containsExactly(before);
    }

    @Test
    void aRefusalHasThePersonLogInAgain() {
        LoginPipeline pipeline = loggedIn(RULES);

        corp.refreshes(request -> AuthResult.denied(DenialReason.ACCOUNT_DISABLED));
        assertThat(refused(pipeline.refreshNow("alice")).publicMessage()).isEqualTo("Please log in again.");
        corp.refreshes(request -> AuthResult.notMine());
        assertThat(reason(pipeline.refreshNow("alice"))).isEqualTo(DenialReason.FLOW_EXPIRED);
        assertThat(events).extracting(AuditEvent::name).containsExactly("login", "refresh-refused", "refresh-refused");
    }

    @Test
    void aRefusalIsRememberedForAMomentUnlessThePersonLogsInAgain() {
        LoginPipeline pipeline = loggedIn(RULES);
        corp.refreshes(request -> AuthResult.denied(DenialReason.ACCOUNT_DISABLED));
        clock.advance(Duration.ofMinutes(6));

        refused(pipeline.refresh("alice"));
        refused(pipeline.refresh("alice"));
        assertThat(corp.refreshed()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(31));
        refused(pipeline.refresh("alice"));
        assertThat(corp.refreshed()).isEqualTo(2);

        user(pipeline.login(attempt("alice", "wonderland")));
        user(pipeline.refresh("alice"));
    }

    @Test
    void aLoginDuringTheRefreshIsTheLastWord() {
        LoginPipeline pipeline = loggedIn(RULES);
        clock.advance(Duration.ofMinutes(6));
        corp.refreshes(request -> {
            user(pipeline.login(attempt("alice", "wonderland")));
            return AuthResult.denied(DenialReason.FLOW_EXPIRED);
        });

        user(pipeline.refresh("alice"));
    }

    @Test
    void anOutageKeepsThePersonAndLetsTheDirectoryRest() {
        LoginPipeline pipeline = loggedIn(RULES);
        UserRecord before = users.find("alice").orElseThrow();
        corp.breakDown();
        clock.advance(Duration.ofMinutes(6));

        assertThat(user(pipeline.refresh("alice"))).isEqualTo(before);
        assertThat(user(pipeline.refresh("alice"))).isEqualTo(before);
        assertThat(corp.refreshed()).isEqualTo(1);

        corp.recover();
        clock.advance(Duration.ofSeconds(30));
        assertThat(user(pipeline.refresh("alice")).authenticated()).contains(clock.instant());
    }

    @Test
    void aDefectKeepsThePersonToo() {
        LoginPipeline pipeline = loggedIn(RULES);
        corp.refreshes(request -> {
            throw new IllegalStateException("oops");
        });

        assertThat(user(pipeline.refreshNow("alice")).name()).isEqualTo("alice");
    }

    @Test
    void aRemovedUserIsNotMadeAgain() {
        LoginPipeline pipeline = loggedIn(RULES);
        corp.refreshes(request -> {
            users.remove("alice");
            return AuthResult.granted(ALICE);
        });

        assertThat(reason(pipeline.refreshNow("alice"))).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(reason(pipeline.refreshNow("alice"))).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(users.all()).isEmpty();
    }

    @Test
    void somebodyWhomNoAuthenticatorHasSeenStaysUnlessBlocked() {
        users.update("carol", kept -> UserRecord.created("carol", false, START));

        assertThat(user(pipeline(RULES).refreshNow("carol")).name()).isEqualTo("carol");
        LoginRules blocking =
                LoginRules.builder().blockedUsers(List.of("carol")).build();
        assertThat(reason(pipeline(blocking).refresh("carol"))).isEqualTo(DenialReason.BLOCKED);
    }

    @Test
    void whoeverIsBlockedByNewRulesIsOutAtOnce() {
        loggedIn(RULES);
        LoginPipeline restarted = pipeline(LoginRules.builder()
                .allowAll(true)
                .blockedUsers(List.of("alice"))
                .build());

        assertThat(reason(restarted.refresh("alice"))).isEqualTo(DenialReason.BLOCKED);
        assertThat(corp.refreshed()).isZero();
    }

    @Test
    void whoseAuthenticatorIsGoneHasToLogInAgain() {
        loggedIn(RULES);
        LoginPipeline other = pipeline(builder().authenticator("partners", corp, RULES));

        assertThat(reason(other.refresh("alice"))).isEqualTo(DenialReason.NOT_ALLOWED);
    }

    @Test
    void tellsWhomTheRulesOfNowWouldLetIn() {
        loggedIn(RULES);
        UserRecord alice = users.find("alice").orElseThrow();
        UserRecord carol = UserRecord.created("carol", false, START);
        LoginPipeline strict = pipeline(LoginRules.builder()
                .allowedUsers(List.of("bob", "carol"))
                .blockedUsers(List.of("carol"))
                .build());

        assertThat(pipeline(RULES).isAllowedNow(alice)).isTrue();
        assertThat(pipeline(RULES).isAllowedNow(carol)).isTrue();
        assertThat(strict.isAllowedNow(alice)).isFalse();
        assertThat(strict.isBlockedNow(alice)).isFalse();
        assertThat(strict.isAllowedNow(carol)).isFalse();
        assertThat(strict.isBlockedNow(carol)).isTrue();
        assertThat(pipeline(builder()).isAllowedNow(alice)).isFalse();
    }

    @Test
    void manyRequestsAtOnceAskOnce() throws Exception {
        LoginPipeline pipeline = loggedIn(RULES);
        clock.advance(Duration.ofMinutes(6));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        corp.refreshes(request -> {
            asked.countDown();
            goOn.await();
            return AuthResult.granted(ALICE);
        });
        ExecutorService browsers = Executors.newFixedThreadPool(8);
        try {
            Future<LoginOutcome> first = browsers.submit(() -> pipeline.refresh("alice"));
            asked.await();
            List<Future<LoginOutcome>> others = IntStream.range(0, 7)
                    .mapToObj(i -> browsers.submit(() -> pipeline.refresh("alice")))
                    .toList();
            goOn.countDown();

            user(first.get());
            for (Future<LoginOutcome> other : others) {
                user(other.get());
            }
            assertThat(corp.refreshed()).isEqualTo(1);
        } finally {
            browsers.shutdownNow();
        }
    }
}
