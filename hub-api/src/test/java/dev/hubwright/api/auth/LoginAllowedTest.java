package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LoginAllowedTest extends LoginFixture {

    private static LoginRules rules(Consumer<LoginRules.Builder> change) {
        LoginRules.Builder builder = LoginRules.builder();
        change.accept(builder);
        return builder.build();
    }

    private static Identity alice(String... groups) {
        return Identity.of("alice").withGroups(Set.of(groups));
    }

    @Test
    void withoutAnyRuleNobodyComesIn() {
        LoginRules rules = LoginRules.of(Settings.read(AuthenticatorSettings.SCHEMA, RawSettings.empty(), Map.of()));

        LoginOutcome.Refused refused = refused(logIn(rules));

        assertThat(refused.reason()).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(refused.publicMessage()).contains("may not use this hub");
        assertThat(events.get(0).details().get("detail"))
                .isEqualTo("no allow rule: add Authenticator.allowed_users or allow_all");
        assertThat(users.all()).isEmpty();
    }

    @Test
    void namesTheOneSettingThatWouldLetThePersonIn() {
        logIn(rules(rules -> rules.allowedUsers(List.of("bob"))));

        assertThat(events.get(0).details().get("detail"))
                .isEqualTo("no allow rule matches: add \"alice\" to Authenticator.allowed_users");
    }

    @Test
    void showsTheOperatorsOwnMessage() {
        assertThat(refused(logIn(rules(rules -> rules.custom403Message("Ask Bob."))))
                        .publicMessage())
                .isEqualTo("Ask Bob.");
    }

    @Test
    void aRuleOfTheAuthenticatorItselfLetsIn() {
        corp.answers(request -> AuthResult.granted(alice()).allowedBy("CorpAuthenticator.allowed_tenants"));
        LoginPipeline pipeline = pipeline(rules(rules -> rules.allowedUsers(List.of("bob"))));

        UserRecord alice = user(pipeline.login(attempt("alice", "wonderland")));
        assertThat(alice.identity().orElseThrow().allowedBy()).containsExactly("CorpAuthenticator.allowed_tenants");
        assertThat(pipeline.isAllowedNow(alice)).isTrue();
    }

    @Test
    void aRuleOfTheAuthenticatorItselfHasToBeSaidAgain() {
        corp.answers(request -> AuthResult.granted(alice()).allowedBy("CorpAuthenticator.allowed_tenants"));
        LoginPipeline pipeline = pipeline(rules(rules -> rules.allowedUsers(List.of("bob"))));
        pipeline.login(attempt("alice", "wonderland"));
        corp.answers(request -> AuthResult.granted(alice()));

        assertThat(reason(pipeline.login(attempt("alice", "wonderland")))).isEqualTo(DenialReason.NOT_ALLOWED);
    }

    @Test
    void aRuleOfTheAuthenticatorItselfDoesNotLetInTheBlocked() {
        corp.answers(request -> AuthResult.granted(alice()).allowedBy("CorpAuthenticator.allowed_tenants"));

        assertThat(reason(logIn(rules(rules -> rules.blockedUsers(List.of("alice"))))))
                .isEqualTo(DenialReason.BLOCKED);
    }

    @Test
    void allowAllLetsInEverybody() {
        assertThat(user(logIn(LoginRules.allowAll())).name()).isEqualTo("alice");
    }

    @Test
    void allowedUsersAreSpeltLikeNamesOfTheHub() {
        assertThat(user(logIn(rules(rules -> rules.allowedUsers(List.of(" \uFF21LICE ")))))
                        .name())
                .isEqualTo("alice");
    }

    @Test
    void listsMayHoldNamesWithOrWithoutThePrefixAndBeforeOrAfterTheMap() {
        for (String listed : List.of("Alice", "p-alice")) {
            assertThat(user(logIn(rules(rules -> rules.usernamePrefix("p-").allowedUsers(List.of(listed)))))
                            .name())
                    .isEqualTo("p-alice");
        }
        users.remove("p-alice");
        for (String listed : List.of("alice", "liddell")) {
            assertThat(user(logIn(rules(rules -> rules.usernameMap(Map.of("alice", "liddell"))
                                    .allowedUsers(List.of(listed)))))
                            .name())
                    .isEqualTo("liddell");
        }
    }

    @Test
    void aListedNameNeverMeansTwoPeople() {
        LoginRules rules = rules(all ->
                all.usernamePrefix("p-").usernameMap(Map.of("carol", "bob")).allowedUsers(List.of("bob")));

        assertThat(user(logIn(rules, Identity.of("carol"))).name()).isEqualTo("bob");
        assertThat(reason(logIn(rules, Identity.of("bob")))).isEqualTo(DenialReason.NOT_ALLOWED);
    }

    @Test
    void adminUsersAndGroupsLetInToo() {
        assertThat(user(logIn(rules(rules -> rules.adminUsers(List.of("alice")))))
                        .admin())
                .isTrue();
        assertThat(user(logIn(rules(rules -> rules.adminGroups(List.of("ops"))), alice("ops")))
                        .admin())
                .isTrue();
    }

    @Test
    void allowedGroupsNeedNoManageGroups() {
        LoginRules rules = rules(all -> all.allowedGroups(List.of("staff")));

        assertThat(user(logIn(rules, alice("staff", "x"))).groups()).isEmpty();
        assertThat(reason(logIn(rules, alice("Staff", "x")))).isEqualTo(DenialReason.NOT_ALLOWED);
    }

    @Test
    void groupsOfTheHubLetInAsWell() {
        users.update("alice", kept -> inGroups("alice", Set.of("staff")));

        assertThat(user(logIn(rules(rules -> rules.allowedGroups(List.of("staff")))))
                        .groups())
                .containsExactly("staff");
    }

    @Test
    void managedGroupsReplaceThoseOfTheHubAndOldOnesDoNotCountAnyMore() {
        users.update("alice", kept -> inGroups("alice", Set.of("staff")));
        LoginRules rules =
                rules(all -> all.allowedGroups(List.of("staff", "new")).manageGroups(true));

        assertThat(reason(logIn(rules, alice("other")))).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(user(logIn(rules, alice("new"))).groups()).containsExactly("new");
    }

    @Test
    void groupsThatAreNotReportedLeaveThoseOfTheHub() {
        users.update("alice", kept -> inGroups("alice", Set.of("staff")));

        assertThat(user(logIn(rules(rules -> rules.allowAll(true).manageGroups(true))))
                        .groups())
                .containsExactly("staff");
    }

    @Test
    void existingUsersComeInOnlyWhenThatIsARule() {
        users.update("alice", kept -> UserRecord.created("alice", false, START));

        assertThat(reason(logIn(rules(rules -> rules.allowedUsers(List.of("bob"))))))
                .isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(user(logIn(rules(rules -> rules.allowExistingUsers(true)))).name())
                .isEqualTo("alice");
        users.remove("alice");
        assertThat(reason(logIn(rules(rules -> rules.allowExistingUsers(true)))))
                .isEqualTo(DenialReason.NOT_ALLOWED);
    }

    @Test
    void blockedUsersStayOutWhateverElseLetsThemIn() {
        LoginOutcome.Refused refused = refused(logIn(
                rules(rules -> rules.allowAll(true).adminUsers(List.of("alice")).blockedUsers(List.of("ALICE")))));

        assertThat(refused.reason()).isEqualTo(DenialReason.BLOCKED);
        assertThat(users.all()).isEmpty();
    }

    @Test
    void theSettingsMeanTheSameAsTheBuilder() {
        RawSettings raw = RawSettings.of(Map.of(
                "Authenticator",
                Map.of(
                        "allowed_users", List.of("alice", "bob"),
                        "admin_users", List.of("alice"),
                        "blocked_users", List.of("bob"),
                        "username_map", Map.of("al", "alice"),
                        "username_pattern", "[a-z]+",
                        "custom_403_message", "No.")));
        LoginRules rules = LoginRules.of(Settings.read(AuthenticatorSettings.SCHEMA, raw, Map.of()));

        assertThat(user(logIn(rules, Identity.of("AL"))).admin()).isTrue();
        assertThat(refused(logIn(rules, Identity.of("bob"))).publicMessage()).isEqualTo("No.");
        assertThat(reason(logIn(rules, Identity.of("a1")))).isEqualTo(DenialReason.INVALID_USERNAME);
    }

    @Test
    void anEmptyPatternMatchesEveryName() {
        RawSettings raw = RawSettings.of(Map.of("Authenticator", Map.of("username_pattern", "", "allow_all", true)));

        assertThat(user(logIn(LoginRules.of(Settings.read(AuthenticatorSettings.SCHEMA, raw, Map.of()))))
                        .name())
                .isEqualTo("alice");
    }

    static UserRecord inGroups(String name, Set<String> groups) {
        UserRecord made = UserRecord.created(name, false, START);
        return new UserRecord(
                name,
                made.admin(),
                groups,
                made.instance(),
                made.subject(),
                made.identity(),
                made.authState(),
                made.created(),
                made.authenticated(),
                made.lastActivity());
    }
}
