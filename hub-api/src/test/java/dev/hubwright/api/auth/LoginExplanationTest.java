package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginPipeline.Explained;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoginExplanationTest extends LoginFixture {

    private final List<String> told = new ArrayList<>();

    private Explained explain(LoginPipeline pipeline, String password) throws InterruptedException {
        return pipeline.explain(
                attempt("alice", password),
                (instance, step) -> told.add((step.success() ? "" : "not ") + step.name() + ": " + step.detail()));
    }

    @Test
    void namesTheRulesThatLetSomebodyIn() throws Exception {
        corp.answers(request -> AuthResult.granted(Identity.of("alice").withGroups(Set.of("staff", "root"))));
        LoginRules rules = LoginRules.builder()
                .allowedGroups(Set.of("staff"))
                .adminGroups(Set.of("root"))
                .build();

        assertThat(explain(pipeline(rules), "wonderland")).isEqualTo(Explained.LET_IN);
        assertThat(told)
                .contains("allowed: by Authenticator.allowed_groups: staff")
                .contains("administrator: yes, by Authenticator.admin_groups: root");
    }

    @Test
    void keepsNothingAndTellsNobody() throws Exception {
        assertThat(explain(pipeline(LoginRules.allowAll()), "wonderland")).isEqualTo(Explained.LET_IN);

        assertThat(users.find("alice")).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void tellsWhatTheRulesSayOfWhatIsKept() throws Exception {
        logIn(LoginRules.allowAll());
        UserRecord alice = users.find("alice").orElseThrow();
        corp.answers(request -> {
            throw new AssertionError("must not be asked");
        });

        assertThat(explainRules(LoginRules.allowAll(), alice)).isTrue();
        assertThat(told).contains("allowed: by Authenticator.allow_all");
        assertThat(explainRules(
                        LoginRules.builder()
                                .allowAll(true)
                                .blockedUsers(Set.of("alice"))
                                .build(),
                        alice))
                .isFalse();
        assertThat(told).contains("not blocked: named in Authenticator.blocked_users");
        UserRecord stranger = UserRecord.created("bob", false, alice.created());
        assertThat(explainRules(LoginRules.builder().allowedUsers(Set.of("bob")).build(), stranger))
                .isTrue();
        assertThat(explainRules(
                        LoginRules.builder().allowedUsers(Set.of("alice")).build(), stranger))
                .isFalse();
    }

    private boolean explainRules(LoginRules rules, UserRecord user) throws Exception {
        return pipeline(rules)
                .explainRules(
                        user,
                        (instance, step) ->
                                told.add((step.success() ? "" : "not ") + step.name() + ": " + step.detail()));
    }

    /** Whatever a login answers, the explanation says the same. */
    @ParameterizedTest
    @MethodSource("rules")
    void agreesWithTheLogin(LoginRules rules, boolean known) throws Exception {
        if (known) {
            logIn(LoginRules.allowAll());
        }
        LoginPipeline pipeline = pipeline(rules);

        boolean explained = explain(pipeline, "wonderland") == Explained.LET_IN;

        assertThat(pipeline.login(attempt("alice", "wonderland")) instanceof LoginOutcome.LoggedIn)
                .isEqualTo(explained);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                        LoginRules.builder(),
                        LoginRules.builder().allowAll(true),
                        LoginRules.builder().allowAll(true).blockedUsers(Set.of("ALICE")),
                        LoginRules.builder().allowedUsers(Set.of("alice")),
                        LoginRules.builder().allowedUsers(Set.of("bob")),
                        LoginRules.builder().adminUsers(Set.of("alice")),
                        LoginRules.builder().allowExistingUsers(true),
                        LoginRules.builder().allowAll(true).usernamePattern(Pattern.compile("b.*")),
                        LoginRules.builder().allowAll(true).requireLocalAccount(1000),
                        LoginRules.builder().allowedUsers(Set.of("hr-alice")).usernamePrefix("hr-"))
                .map(LoginRules.Builder::build)
                .flatMap(rules -> Stream.of(Arguments.of(rules, false), Arguments.of(rules, true)));
    }

    @Test
    void saysWhyAPasswordWasRefusedAndShowsNone() throws Exception {
        assertThat(explain(pipeline(LoginRules.allowAll()), "oyster-secret")).isEqualTo(Explained.REFUSED);

        assertThat(told).singleElement().asString().startsWith("not authenticated: BAD_CREDENTIALS");
        assertThat(told.toString()).doesNotContain("oyster-secret");
    }

    @Test
    void neverCallsAnOutageARefusal() throws Exception {
        corp.answers(request -> {
            throw ProviderException.retryable("Later.", "the directory is down");
        });

        assertThat(explain(pipeline(LoginRules.allowAll()), "wonderland")).isEqualTo(Explained.UNAVAILABLE);
        assertThat(told).containsExactly("not no answer: the directory is down");
    }

    @Test
    void asksTheNextAuthenticatorLikeALogin() throws Exception {
        LoginPipeline.Builder two = builder()
                .authenticator("first", request -> AuthResult.notMine(), LoginRules.allowAll())
                .authenticator("corp", corp, LoginRules.allowAll());

        assertThat(explain(pipeline(two), "wonderland")).isEqualTo(Explained.LET_IN);
        assertThat(told.get(0)).isEqualTo("not authenticated: takes no passwords");
    }
}
