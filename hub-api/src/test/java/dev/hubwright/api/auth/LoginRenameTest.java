package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People whose names change at the identity provider, where they are to stay the users that they were. */
class LoginRenameTest extends LoginFixture {

    private static final Identity ANN = person("ann", "1");
    private static final LoginRules KEEP = rules().build();

    private static LoginRules.Builder rules() {
        return LoginRules.builder().allowAll(true).keepUserOnRename(true);
    }

    private static Identity person(String name, String id) {
        return Identity.of(name).withSubject(new Subject("tenant", id));
    }

    @Test
    void aPersonStaysTheUserThatTheyWere() {
        logIn(KEEP, ANN);

        UserRecord user = user(logIn(KEEP, ANN.withName("ann.married")));

        assertThat(user.name()).isEqualTo("ann");
        assertThat(user.identity().orElseThrow().name()).isEqualTo("ann.married");
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void withoutTheSettingANewNameIsANewUser() {
        logIn(LoginRules.allowAll(), ANN);

        assertThat(user(logIn(LoginRules.allowAll(), ANN.withName("ann.married")))
                        .name())
                .isEqualTo("ann.married");
    }

    @Test
    void theSuccessorToAnOldNameIsRefused() {
        logIn(KEEP, ANN);
        logIn(KEEP, ANN.withName("ann.married"));

        assertThat(reason(logIn(KEEP, person("ann", "2")))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void aNewNameThatIsSomebodyElsesOpensNothingOfTheirs() {
        logIn(KEEP, ANN);
        logIn(KEEP, person("bob", "2"));

        assertThat(user(logIn(KEEP, ANN.withName("bob"))).name()).isEqualTo("ann");
        assertThat(users.find("bob").orElseThrow().subject()).contains(new Subject("tenant", "2"));
    }

    @Test
    void aNameThatWentToAndFroIsTheSameUser() {
        logIn(KEEP, ANN);
        logIn(KEEP, ANN.withName("ann.married"));

        assertThat(user(logIn(KEEP, ANN)).name()).isEqualTo("ann");
    }

    @Test
    void ofTwoUsersFromBeforeTheNamedOneCounts() {
        logIn(LoginRules.allowAll(), ANN);
        clock.advance(Duration.ofMinutes(1));
        logIn(LoginRules.allowAll(), ANN.withName("ann.married"));

        assertThat(user(logIn(KEEP, ANN)).name()).isEqualTo("ann");
        clock.advance(Duration.ofMinutes(1));
        logIn(KEEP, ANN.withName("ann.married"));
        clock.advance(Duration.ofMinutes(1));
        assertThat(user(logIn(KEEP, ANN.withName("ann.again"))).name())
                .as("else the one that was seen last")
                .isEqualTo("ann.married");
    }

    @Test
    void aRefreshMayBringANewName() {
        corp.knows("alice", "wonderland", ANN);
        LoginPipeline pipeline = pipeline(KEEP);
        user(pipeline.login(attempt("alice", "wonderland")));
        corp.refreshes(request -> AuthResult.granted(ANN.withName("ann.married")));

        assertThat(user(pipeline.refreshNow("ann")).identity().orElseThrow().name())
                .isEqualTo("ann.married");

        corp.refreshes(request -> AuthResult.granted(person("ann", "2")));
        assertThat(reason(pipeline.refreshNow("ann"))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void blockedIsWhoeverIsBlockedByEitherName() {
        logIn(KEEP, ANN);
        Identity renamed = ANN.withName("ann.married");

        for (String name : List.of("ann", "ann.married")) {
            LoginRules rules = rules().blockedUsers(List.of(name)).build();
            assertThat(reason(logIn(rules, renamed))).as(name).isEqualTo(DenialReason.BLOCKED);
        }
        user(logIn(KEEP, renamed));
        LoginRules rules = rules().blockedUsers(List.of("ann.married")).build();
        assertThat(pipeline(rules).isBlockedNow(users.find("ann").orElseThrow()))
                .isTrue();
    }

    @Test
    void aMapStillSaysWhoseNameIsWhose() {
        logIn(KEEP, ANN);
        LoginRules mapped = rules().usernameMap(Map.of("ann.married", "ann")).build();

        assertThat(user(logIn(mapped, ANN.withName("ann.married"))).name()).isEqualTo("ann");
    }

    @Test
    void whereNamesAreAccountsAnOldNameMayBeSomebodyElsesAccount() {
        LoginRules accounts = rules().requireLocalAccount(0).build();

        assertThat(accounts.keepUserOnRename()).isFalse();
        assertThat(KEEP.keepUserOnRename()).isTrue();
    }
}
