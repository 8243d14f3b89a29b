package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.FakeAuthenticator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginPinTest extends LoginFixture {

    private static final Identity ALICE = Identity.of("alice").withSubject(new Subject("https://idp", "1"));
    private static final Identity OTHER = Identity.of("alice").withSubject(new Subject("https://idp", "2"));

    @Test
    void theFirstLoginPinsTheName() {
        UserRecord user = user(logIn(LoginRules.allowAll(), ALICE));

        assertThat(user.subject()).isEqualTo(ALICE.subject());
        assertThat(user.instance()).isEqualTo("corp");
        assertThat(user(logIn(LoginRules.allowAll(), ALICE)).subject()).isEqualTo(ALICE.subject());
    }

    @Test
    void anotherSubjectUnderTheSameNameIsRefusedAndChangesNothing() {
        UserRecord before = user(logIn(LoginRules.allowAll(), ALICE));

        LoginOutcome.Refused refused = refused(logIn(LoginRules.allowAll(), OTHER.withAdmin(true)));

        assertThat(refused.reason()).isEqualTo(DenialReason.SUBJECT_MISMATCH);
        assertThat(refused.publicMessage()).contains("somebody else");
        assertThat(users.find("alice")).contains(before);
    }

    @Test
    void theSameIdOfAnotherIssuerIsAnotherSubject() {
        logIn(LoginRules.allowAll(), ALICE);
        Identity foreign = Identity.of("alice").withSubject(new Subject("https://evil", "1"));

        assertThat(reason(logIn(LoginRules.allowAll(), foreign))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void aPinnedNameNeedsASubjectEveryTime() {
        logIn(LoginRules.allowAll(), ALICE);

        assertThat(reason(logIn(LoginRules.allowAll(), Identity.of("alice")))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void aUserWhomAnAdministratorMadeIsPinnedAtTheFirstLogin() {
        users.update("alice", kept -> UserRecord.created("alice", true, START.minusSeconds(60)));

        UserRecord user = user(logIn(LoginRules.allowAll(), ALICE));

        assertThat(user.subject()).isEqualTo(ALICE.subject());
        assertThat(user.admin()).isTrue();
        assertThat(user.created()).isEqualTo(START.minusSeconds(60));
        assertThat(reason(logIn(LoginRules.allowAll(), OTHER))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void aNameBelongsToOneInstance() {
        FakeAuthenticator partners = new FakeAuthenticator().knows("alice", "looking-glass");
        LoginPipeline pipeline = pipeline(builder()
                .authenticator("corp", corp, LoginRules.allowAll())
                .authenticator("partners", partners, LoginRules.allowAll()));
        user(pipeline.login(attempt("alice", "wonderland")));

        assertThat(reason(pipeline.login(attempt("alice", "looking-glass")))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
        assertThat(users.find("alice").orElseThrow().instance()).isEqualTo("corp");
    }

    @Test
    void twoNamesThatMapToOneAreTwoPeople() {
        LoginRules rules = LoginRules.builder()
                .allowAll(true)
                .usernameMap(Map.of("bob", "alice"))
                .build();
        logIn(rules, ALICE);

        assertThat(reason(logIn(rules, OTHER.withName("bob")))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void aHookCannotChangeWhoWasProved() {
        logIn(LoginRules.allowAll(), ALICE);
        corp.answers(request -> AuthResult.granted(OTHER));
        LoginPipeline pipeline = pipeline(builder()
                .authenticator("corp", corp, LoginRules.allowAll())
                .hook((instance, result) -> AuthResult.granted(ALICE)));

        assertThat(reason(pipeline.login(attempt("alice", "wonderland")))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void anUnpinnedNameGoesToWhoeverComesNext() throws Exception {
        users.update("alice", kept -> LoginAllowedTest.inGroups("alice", Set.of("staff")));
        logIn(LoginRules.allowAll(), ALICE);
        LoginPipeline pipeline = pipeline(LoginRules.allowAll());

        assertThat(pipeline.unpin("alice").orElseThrow().groups()).containsExactly("staff");
        assertThat(pipeline.unpin("nobody")).isEmpty();

        assertThat(user(logIn(LoginRules.allowAll(), OTHER)).subject()).isEqualTo(OTHER.subject());
    }

    @Test
    void ofManyFirstLoginsAtOnceOneWins() throws Exception {
        int people = 16;
        CyclicBarrier together = new CyclicBarrier(people);
        corp.answers(request -> AuthResult.granted(Identity.of("alice")
                .withSubject(new Subject("idp", request.password().reveal()))));
        LoginPipeline pipeline = pipeline(
                builder().authenticator("corp", corp, LoginRules.allowAll()).throttle(LoginThrottle.none()));
        ExecutorService browsers = Executors.newFixedThreadPool(people);
        try {
            List<Future<LoginOutcome>> outcomes = IntStream.range(0, people)
                    .mapToObj(i -> browsers.submit(() -> {
                        together.await();
                        return pipeline.login(attempt("alice", "p" + i));
                    }))
                    .toList();
            int in = 0;
            for (Future<LoginOutcome> outcome : outcomes) {
                in += outcome.get() instanceof LoginOutcome.LoggedIn ? 1 : 0;
            }
            assertThat(in).isEqualTo(1);
        } finally {
            browsers.shutdownNow();
        }
    }
}
