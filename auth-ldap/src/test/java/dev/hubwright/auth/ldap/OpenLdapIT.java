package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.authenticator;
import static dev.hubwright.auth.ldap.LdapLogins.granted;
import static dev.hubwright.auth.ldap.LdapLogins.letIn;
import static dev.hubwright.auth.ldap.LdapLogins.logIn;
import static dev.hubwright.auth.ldap.LdapLogins.refused;
import static dev.hubwright.auth.ldap.LdapLogins.refusedAfterProof;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Diagnosis;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.Slapd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresEngine(Engine.SLAPD)
class OpenLdapIT {

    private static final String TEMPLATE = "cn={username},cn=jupyterhub,dc=example,dc=org";

    private static Slapd slapd;

    @BeforeAll
    static void startTheDirectory() {
        slapd = Slapd.start();
    }

    @AfterAll
    static void stopTheDirectory() {
        slapd.close();
    }

    private static Authenticator byTemplate(Object... more) {
        return with(more, "server_address", slapd.url(), "bind_dn_template", TEMPLATE, "tls_kwargs", trust());
    }

    private static Authenticator byLookup(Object... more) {
        return with(
                more,
                "server_address",
                slapd.tlsUrl(),
                "lookup_dn",
                true,
                "user_search_base",
                Slapd.BASE,
                "user_attribute",
                "uid",
                "lookup_dn_search_user",
                Slapd.SEARCH_USER,
                "lookup_dn_search_password",
                Slapd.SEARCH_PASSWORD,
                "tls_kwargs",
                trust());
    }

    private static Authenticator with(Object[] more, Object... some) {
        Object[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return authenticator(all);
    }

    private static Map<String, String> trust() {
        return Map.of("ca_certs_file", slapd.authority().toString());
    }

    @Test
    void logsInWithTheSettingsOfAHubInKubernetes() throws Exception {
        try (Authenticator ldap = authenticator(
                "bind_dn_template",
                TEMPLATE,
                "server_address",
                "127.0.0.1",
                "server_port",
                slapd.port(),
                "use_ssl",
                false)) {
            assertThat(letIn(ldap, "alice", "wonderland-1").identity().name()).isEqualTo("alice");
            assertThat(ldap.health().state()).isEqualTo(Health.State.DEGRADED);
        }
    }

    @Test
    void sendsNoBindForAnEmptyPassword() throws Exception {
        long before = slapd.logged(" BIND dn=");
        try (Authenticator ldap = byTemplate()) {
            for (String useless : List.of("", " ", "\t", "\0", "wonderland-1\0")) {
                refused(logIn(ldap, "alice", useless), DenialReason.BAD_CREDENTIALS);
            }
        }
        assertThat(slapd.logged(" BIND dn=")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "ALICE", " Alice "})
    void knowsOnePersonInAllSpellings(String typed) throws Exception {
        try (Authenticator template = byTemplate();
                Authenticator lookup = byLookup("lookup_dn_user_dn_attribute", "cn", "search_filter", "(uid=alice)")) {
            assertThat(letIn(template, typed, "wonderland-1").identity().name()).isEqualTo("alice");
            assertThat(letIn(lookup, typed, "wonderland-1").identity().name()).isEqualTo("alice");
        }
    }

    @Test
    void pinsThePersonHoweverTheyAreFound() throws Exception {
        try (Authenticator template = byTemplate();
                Authenticator lookup = byLookup()) {
            assertThat(letIn(template, "alice", "wonderland-1").identity().subject())
                    .isPresent()
                    .isEqualTo(letIn(lookup, "alice", "wonderland-1").identity().subject());
        }
    }

    @Test
    void letsInWhoCannotReadTheirOwnEntry() throws Exception {
        try (Authenticator ldap = byTemplate()) {
            assertThat(letIn(ldap, "hidden", "hidden-pw-1").identity().subject())
                    .isEmpty();
        }
    }

    @Test
    void bindsTheEntryThatWasLookedUp() throws Exception {
        try (Authenticator ldap = byLookup("bind_dn_template", TEMPLATE, "lookup_dn_user_dn_attribute", "cn")) {
            // The impostor has alice's cn in another part of the directory, so the template would lead to alice.
            refused(logIn(ldap, "impostor", "impostor-pw-1"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ldap, "impostor", "wonderland-1"), DenialReason.BAD_CREDENTIALS);
            assertThat(letIn(ldap, "alice", "wonderland-1").identity().name()).isEqualTo("alice");
        }
    }

    @Test
    void refusesNamesThatAreNotUnique() throws Exception {
        try (Authenticator ldap = byLookup()) {
            refused(logIn(ldap, "same", "same-pw-1"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ldap, "twice", "twice-pw-1"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ldap, "alice2", "twice-pw-1"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void findsNamesWithSpecialCharacters() throws Exception {
        try (Authenticator ldap = byLookup("valid_username_regex", ".+")) {
            assertThat(letIn(ldap, "joe*(x)", "joe-pw-1").identity().name()).isEqualTo("joe*(x)");
            refused(logIn(ldap, "joe*", "joe-pw-1"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ldap, "*)(uid=*", "joe-pw-1"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ldap, "\\2a", "joe-pw-1"), DenialReason.BAD_CREDENTIALS);
        }
        try (Authenticator ldap = byTemplate("valid_username_regex", ".+")) {
            assertThat(letIn(ldap, "O,Brien (Joe) + x", "joe-pw-1").identity().name())
                    .isEqualTo("O,Brien (Joe) + x");
            refused(logIn(ldap, "alice,cn=jupyterhub", "wonderland-1"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void triesTemplatesInOrder() throws Exception {
        try (Authenticator ldap = authenticator(
                "server_address", slapd.url(),
                "bind_dn_template", List.of("cn={username},ou=other,dc=example,dc=org", TEMPLATE),
                "tls_kwargs", trust())) {
            assertThat(letIn(ldap, "bob", "bob-pw-1").identity().name()).isEqualTo("bob");
            assertThat(letIn(ldap, "one", "same-pw-1").identity().name()).isEqualTo("one");
            refused(logIn(ldap, "bob", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void bindsForAnUnknownNameToo() throws Exception {
        try (Authenticator ldap = byLookup()) {
            logIn(ldap, "alice", "wrong");
            long start = slapd.logged(" BIND dn=");
            refused(logIn(ldap, "alice", "wrong"), DenialReason.BAD_CREDENTIALS);
            long known = slapd.logged(" BIND dn=");
            refused(logIn(ldap, "nobody", "wrong"), DenialReason.BAD_CREDENTIALS);

            assertThat(known - start).isEqualTo(1);
            assertThat(slapd.logged(" BIND dn=") - known).isEqualTo(1);
        }
    }

    @Test
    void letsInOnlyWhoMatchesTheFilter() throws Exception {
        try (Authenticator ldap = byLookup("search_filter", "(&({userattr}={username})(mail=*@example.org))")) {
            letIn(ldap, "alice", "wonderland-1");
            refusedAfterProof(logIn(ldap, "bob", "bob-pw-1"), DenialReason.NOT_PERMITTED);
            refused(logIn(ldap, "bob", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void keepsTheAttributesThatTheOperatorWants() throws Exception {
        try (Authenticator ldap = byTemplate("auth_state_attributes", List.of("mail", "jpegPhoto", "title"))) {
            Map<?, ?> attributes = (Map<?, ?>)
                    letIn(ldap, "alice", "wonderland-1").authState().values().get("user_attributes");

            assertThat(attributes.get("mail")).isEqualTo(List.of("alice@example.org", "alice@example.net"));
            assertThat(attributes.get("jpegPhoto")).isEqualTo(List.of("/9j/4AAQ"));
            assertThat(attributes.get("title")).isEqualTo(List.of());
        }
    }

    @Test
    void findsGroupsNestedAndInCircles() throws Exception {
        try (Authenticator ldap = byLookup("manage_groups", true, "group_search_base", "ou=groups,dc=example,dc=org")) {
            assertThat(letIn(ldap, "alice", "wonderland-1").identity().groups().orElseThrow())
                    .containsExactlyInAnyOrder("hub-users", "Planet Express, Inc. Zürich", "outer", "circle");
            assertThat(letIn(ldap, "bob", "bob-pw-1").identity().groups().orElseThrow())
                    .contains("posix-users")
                    .doesNotContain("cn=hub-admins,ou=groups,dc=example,dc=org", "hub-admins");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cn=hub-users,ou=groups,dc=example,dc=org",
                "CN=HUB-users , OU=Groups,dc=example, DC=org",
                "cn=Planet Express\\2c Inc. Z\\c3\\bcrich,ou=groups,dc=example,dc=org",
                "cn=planet express\\, inc. Zürich,ou=groups,dc=example,dc=org",
                "cn=outer,ou=groups,dc=example,dc=org"
            })
    void comparesGroupsByParsedDn(String written) throws Exception {
        try (Authenticator ldap = byTemplate("allowed_groups", List.of(written))) {
            assertThat(letIn(ldap, "alice", "wonderland-1").identity().groups().orElseThrow())
                    .contains(written);
            assertThat(letIn(ldap, "bob", "bob-pw-1").identity().groups().orElseThrow())
                    .doesNotContain(written);
        }
    }

    @Test
    void letsInMembersOfAnAllowedGroup() throws Exception {
        Object[] written = {
            "server_address", slapd.url(),
            "bind_dn_template", TEMPLATE,
            "allowed_groups", List.of("CN=hub-users,ou=groups,dc=example,dc=org"),
            "tls_kwargs", trust()
        };
        try (Authenticator ldap = authenticator(written);
                LoginPipeline hub = LoginPipeline.builder()
                        .authenticator("default", ldap, LoginRules.of(LdapLogins.settings(written)))
                        .build()) {
            assertThat(hub.login(LdapLogins.attempt("alice", "wonderland-1")))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
            assertThat(hub.login(LdapLogins.attempt("bob", "bob-pw-1"))).isInstanceOf(LoginOutcome.Refused.class);
        }
    }

    @Test
    void believesNoGroupThatCallsItselfByAnothersDn() throws Exception {
        String admins = "cn=hub-admins,ou=groups,dc=example,dc=org";
        try (Authenticator ldap = byTemplate("admin_groups", List.of(admins))) {
            assertThat(letIn(ldap, "bob", "bob-pw-1").identity().groups().orElseThrow())
                    .doesNotContain(admins);
        }
    }

    @Test
    void knowsMembersOfVeryLargeGroups() throws Exception {
        StringBuilder ldif =
                new StringBuilder("dn: cn=crowd,ou=groups,dc=example,dc=org\nobjectClass: groupOfNames\ncn: crowd\n");
        for (int i = 0; i < 2000; i++) {
            ldif.append("member: cn=person-").append(i).append(",cn=jupyterhub,dc=example,dc=org\n");
        }
        slapd.add(person("member") + "\n" + ldif + "member: cn=member,cn=jupyterhub,dc=example,dc=org\n");
        try (Authenticator ldap = byLookup("allowed_groups", "cn=crowd,ou=groups,dc=example,dc=org")) {
            assertThat(letIn(ldap, "member", "member-pw-1").identity().groups().orElseThrow())
                    .contains("crowd");
            assertThat(letIn(ldap, "bob", "bob-pw-1").identity().groups().orElseThrow())
                    .doesNotContain("crowd");
        }
    }

    @Test
    void tellsTheOperatorOfALockAndThePersonNothing() throws Exception {
        try (Authenticator ldap = byTemplate()) {
            refused(logIn(ldap, "adminlocked", "adminlocked-pw-1"), DenialReason.ACCOUNT_LOCKED);
            // After three by its policy, but slapd was seen to count one of them not.
            Eventually.holds(
                    "slapd has locked the account",
                    () -> ((AuthResult.Denied) logIn(ldap, "lockable", "wrong")).reason()
                            == DenialReason.ACCOUNT_LOCKED);
            refused(logIn(ldap, "lockable", "lockable-pw-1"), DenialReason.ACCOUNT_LOCKED);
        }
    }

    @Test
    void tellsOfAnExpiredPasswordOnlyAfterTheRightOne() throws Exception {
        try (Authenticator ldap = byTemplate()) {
            refusedAfterProof(logIn(ldap, "expired", "expired-pw-1"), DenialReason.PASSWORD_EXPIRED);
            refused(logIn(ldap, "expired", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void tellsHowLongAPasswordIsGoodFor() throws Exception {
        try (Authenticator ldap = byTemplate()) {
            assertThat(letIn(ldap, "expiring", "expiring-pw-1").notice().orElseThrow())
                    .contains("expires in")
                    .contains("days");
            assertThat(letIn(ldap, "alice", "wonderland-1").notice()).isEmpty();
        }
    }

    @Test
    void letsPeopleChangeAPasswordThatMustBeChanged() throws Exception {
        try (Authenticator ldap = byTemplate()) {
            AuthResult.Challenge challenge = (AuthResult.Challenge) logIn(ldap, "reset", "reset-pw-1");
            assertThat(challenge.flow().values().toString()).doesNotContain("reset-pw-1");

            assertThat(ldap.authenticate(change(challenge, "reset-pw-1", "other-pw-2", "different")))
                    .isInstanceOf(AuthResult.Challenge.class);
            refused(
                    ldap.authenticate(change(challenge, "wrong", "other-pw-2", "other-pw-2")),
                    DenialReason.BAD_CREDENTIALS);
            AuthResult.Granted granted =
                    granted(ldap.authenticate(change(challenge, "reset-pw-1", "other-pw-2", "other-pw-2")));

            assertThat(granted.identity().name()).isEqualTo("reset");
            letIn(ldap, "reset", "other-pw-2");
            refused(logIn(ldap, "reset", "reset-pw-1"), DenialReason.BAD_CREDENTIALS);
        }
    }

    private static AuthRequest change(AuthResult.Challenge challenge, String current, String chosen, String again) {
        return AuthRequest.builder()
                .field("current_password", Secret.of(current))
                .field("new_password", Secret.of(chosen))
                .field("new_password_again", Secret.of(again))
                .flow(challenge.flow())
                .build();
    }

    @Test
    void looksAgainAtSomebodyWhoIsLoggedIn() throws Exception {
        slapd.add(person("temporary"));
        try (Authenticator ldap = byLookup("manage_groups", true)) {
            AuthResult.Granted first = letIn(ldap, "temporary", "temporary-pw-1");
            assertThat(first.identity().groups().orElseThrow()).isEmpty();

            slapd.modify("dn: cn=hub-admins,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\n"
                    + "member: cn=temporary,cn=jupyterhub,dc=example,dc=org\n");
            assertThat(granted(ldap.refresh(first.identity(), first.authState()))
                            .identity()
                            .groups()
                            .orElseThrow())
                    .containsExactly("hub-admins");

            slapd.modify("dn: cn=temporary,cn=jupyterhub,dc=example,dc=org\nchangetype: delete\n");
            slapd.add(person("temporary"));
            // Another person under the same name.
            refused(ldap.refresh(first.identity(), first.authState()), DenialReason.BAD_CREDENTIALS);
        }
    }

    private static String person(String name) {
        return "dn: cn=" + name + ",cn=jupyterhub,dc=example,dc=org\nobjectClass: inetOrgPerson\ncn: " + name + "\nsn: "
                + name + "\nuid: " + name + "\nuserPassword: " + name + "-pw-1\n";
    }

    @Test
    void keepsTheSearchUserApartFromPeople() throws Exception {
        LdapConfig config = LdapConfig.builder()
                .servers(slapd.tlsUrl())
                .authorities(slapd.authority())
                .lookup(Slapd.BASE, "uid")
                .searchUser(Slapd.SEARCH_USER, Secret.of(Slapd.SEARCH_PASSWORD))
                .build();
        try (LdapConnections connections =
                new LdapConnections(config, ProviderContext.builder().build())) {
            for (int i = 0; i < 100; i++) {
                boolean right = i % 2 == 0;
                try (var person = connections.bind(
                        "cn=alice,cn=jupyterhub,dc=example,dc=org", Secret.of(right ? "wonderland-1" : "wrong"))) {
                    assertThat(person.result().getResultCode().intValue()).isZero();
                    assertThat(right).isTrue();
                } catch (LDAPException e) {
                    assertThat(right).isFalse();
                }
                assertThat(connections
                                .service()
                                .processExtendedOperation(new WhoAmIExtendedRequest())
                                .toString())
                        .contains(Slapd.SEARCH_USER);
            }
        }
    }

    @Test
    void saysThatTheSearchUserIsRefused() {
        try (Authenticator ldap = byLookup("lookup_dn_search_password", "not-the-password")) {
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1"))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("LDAPAuthenticator.lookup_dn_search_user")
                    .hasMessageNotContaining("not-the-password")
                    .hasMessageNotContaining("wonderland-1");
            assertThat(ldap.health().state()).isEqualTo(Health.State.DOWN);
        }
    }

    @Test
    void saysThatNobodyMaySearch() {
        try (Authenticator ldap = authenticator(
                "server_address",
                slapd.url(),
                "lookup_dn",
                true,
                "user_search_base",
                Slapd.BASE,
                "user_attribute",
                "uid",
                "tls_kwargs",
                trust())) {
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1"))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("LDAPAuthenticator.lookup_dn_search_user");
        }
    }

    @Test
    void explainsALoginStepByStep() throws Exception {
        try (Authenticator ldap = byLookup("manage_groups", true)) {
            Diagnosis diagnosis = ldap.capability(Diagnosis.class).orElseThrow();

            List<Diagnosis.Step> good = new ArrayList<>();
            List<Diagnosis.Step> bad = new ArrayList<>();

            LdapLogins.granted(diagnosis.explain(LdapLogins.attempt("alice", "wonderland-1"), good::add));
            LdapLogins.refused(
                    diagnosis.explain(LdapLogins.attempt("alice", "wrong-secret"), bad::add),
                    DenialReason.BAD_CREDENTIALS);

            assertThat(good)
                    .extracting(Diagnosis.Step::name)
                    .containsExactly("server", "encryption", "search user", "look up", "bind", "groups", "identity");
            assertThat(good.get(1).detail()).startsWith("LDAPS, TLSv1.").contains("certificate of CN=server");
            assertThat(good).allMatch(Diagnosis.Step::success);
            assertThat(bad.get(bad.size() - 1).success()).isFalse();
            assertThat(bad.toString()).doesNotContain("wrong-secret").contains("invalid credentials");
        }
    }
}
