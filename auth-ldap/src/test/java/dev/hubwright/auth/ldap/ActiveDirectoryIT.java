package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.authenticator;
import static dev.hubwright.auth.ldap.LdapLogins.letIn;
import static dev.hubwright.auth.ldap.LdapLogins.logIn;
import static dev.hubwright.auth.ldap.LdapLogins.refused;
import static dev.hubwright.auth.ldap.LdapLogins.refusedAfterProof;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.SambaDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresEngine({Engine.SAMBA, Engine.ROOT})
class ActiveDirectoryIT {

    private static SambaDomain domain;

    @BeforeAll
    static void makeTheDomain() {
        domain = SambaDomain.start();
    }

    @AfterAll
    static void removeTheDomain() {
        domain.close();
    }

    /** As people wrote it for a managed domain in Azure, but for the address. */
    private static Authenticator published(Object... more) {
        return with(
                new Object[] {
                    "server_address",
                    domain.address(),
                    "bind_dn_template",
                    "CN={username}," + SambaDomain.PEOPLE,
                    "lookup_dn",
                    true,
                    "user_search_base",
                    SambaDomain.BASE,
                    "user_attribute",
                    "sAMAccountName",
                    "server_port",
                    389,
                    "use_ssl",
                    false
                },
                more);
    }

    private static Authenticator encrypted(Object... more) {
        return with(
                new Object[] {
                    "profile",
                    "ad",
                    "server_address",
                    "ldaps://" + domain.address(),
                    "tls_kwargs",
                    Map.of("ca_certs_file", domain.authority().toString()),
                    "user_search_base",
                    SambaDomain.BASE,
                    "lookup_dn_search_user",
                    SambaDomain.SEARCH_USER,
                    "lookup_dn_search_password",
                    SambaDomain.PASSWORD
                },
                more);
    }

    private static Authenticator with(Object[] some, Object[] more) {
        Object[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return authenticator(all);
    }

    @Test
    void logsInWithThePublishedSettingsAndNoSearchUser() throws Exception {
        try (Authenticator ad = published()) {
            AuthResult.Granted alice = letIn(ad, "Alice", SambaDomain.PASSWORD);
            AuthResult.Granted dave = letIn(ad, "dave", SambaDomain.PASSWORD);

            assertThat(alice.identity().name()).isEqualTo("alice");
            assertThat(alice.identity().subject()).isPresent();
            assertThat(dave.identity().name()).isEqualTo("dave");
            assertThat(ad.health().state()).isEqualTo(Health.State.DEGRADED);
            refused(logIn(ad, "alice", "wrong"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ad, "nobody", SambaDomain.PASSWORD), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void logsInWithThePublishedSettingsAndASearchUser() throws Exception {
        try (Authenticator ad = published(
                "lookup_dn_search_user", SambaDomain.SEARCH_USER, "lookup_dn_search_password", SambaDomain.PASSWORD)) {
            assertThat(letIn(ad, "alice", SambaDomain.PASSWORD).identity().name())
                    .isEqualTo("alice");
            refused(logIn(ad, "alice", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsInOnlyWhomTheTemplateFits(boolean searchUser) throws Exception {
        Object[] more = searchUser
                ? new Object[] {
                    "lookup_dn_search_user", SambaDomain.SEARCH_USER, "lookup_dn_search_password", SambaDomain.PASSWORD
                }
                : new Object[0];
        try (Authenticator ad = published(more)) {
            refused(logIn(ad, "bob", SambaDomain.PASSWORD), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void doesNotTakeOnePersonsLoginNameForAnother() throws Exception {
        try (Authenticator ad = authenticator(
                "server_address",
                "ldaps://" + domain.address(),
                "tls_kwargs",
                Map.of("ca_certs_file", domain.authority().toString()),
                "bind_dn_template",
                "{username}@contoso.example",
                "user_search_base",
                SambaDomain.BASE)) {
            // The login name "victim@contoso.example" is mallory's, though there is a victim.
            assertThat(letIn(ad, "victim", SambaDomain.PASSWORD).identity().name())
                    .isEqualTo("mallory");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "disabled, ACCOUNT_DISABLED",
        "expired, ACCOUNT_EXPIRED",
        "mustchange, MUST_CHANGE_PASSWORD",
        "pwexpired, PASSWORD_EXPIRED",
        "logonhours, NOT_PERMITTED",
        "workstation, NOT_PERMITTED"
    })
    void tellsTheReasonOnlyAfterTheRightPassword(String name, DenialReason reason) throws Exception {
        try (Authenticator ad = encrypted("allow_password_change", false)) {
            refusedAfterProof(logIn(ad, name, SambaDomain.PASSWORD), reason);
            refused(logIn(ad, name, "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void letsPeopleChangeAPasswordThatMustBeChanged() throws Exception {
        domain.modify(
                "dn: CN=newcomer," + SambaDomain.PEOPLE + "\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: 0\n");
        try (Authenticator ad = encrypted()) {
            AuthResult.Challenge challenge = (AuthResult.Challenge) logIn(ad, "newcomer", SambaDomain.PASSWORD);

            assertThat(ad.authenticate(change(challenge, "Wr0ng-password", "An0ther-pw")))
                    .isInstanceOf(AuthResult.Challenge.class);
            assertThat(LdapLogins.granted(ad.authenticate(change(challenge, SambaDomain.PASSWORD, "An0ther-pw")))
                            .identity()
                            .name())
                    .isEqualTo("newcomer");
            letIn(ad, "newcomer", "An0ther-pw");
        }
    }

    private static AuthRequest change(AuthResult.Challenge challenge, String current, String chosen) {
        return AuthRequest.builder()
                .field("current_password", Secret.of(current))
                .field("new_password", Secret.of(chosen))
                .field("new_password_again", Secret.of(chosen))
                .flow(challenge.flow())
                .build();
    }

    @Test
    void tellsTheOperatorOfALockAndThePersonNothing() throws Exception {
        try (Authenticator ad = encrypted()) {
            for (int i = 0; i < 4; i++) {
                logIn(ad, "locked", "wrong");
            }
            refused(logIn(ad, "locked", SambaDomain.PASSWORD), DenialReason.ACCOUNT_LOCKED);
        }
    }

    @Test
    void countsOneTypingErrorOnce() throws Exception {
        Object templates = List.of(
                "CN={username}," + SambaDomain.PEOPLE, "{username}@mytestdomain.onmicrosoft.com", "MYTEST\\{username}");
        try (Authenticator ad = authenticator(
                "server_address",
                "ldaps://" + domain.address(),
                "tls_kwargs",
                Map.of("ca_certs_file", domain.authority().toString()),
                "bind_dn_template",
                templates)) {
            refused(logIn(ad, "typist", "wrong"), DenialReason.BAD_CREDENTIALS);
            refused(logIn(ad, "typist", "wrong"), DenialReason.BAD_CREDENTIALS);

            assertThat(letIn(ad, "typist", SambaDomain.PASSWORD).identity().name())
                    .isEqualTo("typist");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{username}@mytestdomain.onmicrosoft.com", "MYTEST\\{username}"})
    void bindsByLoginNamesAndNamesByTheDirectory(String template) throws Exception {
        try (Authenticator ad = authenticator(
                "server_address",
                "ldaps://" + domain.address(),
                "tls_kwargs",
                Map.of("ca_certs_file", domain.authority().toString()),
                "bind_dn_template",
                template,
                "user_search_base",
                SambaDomain.BASE)) {
            assertThat(letIn(ad, "ALICE", SambaDomain.PASSWORD).identity().name())
                    .isEqualTo("alice");
            refused(logIn(ad, "alice", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dave", "DAVE@contoso.example", "MYTEST\\dave", "dave@mytestdomain.onmicrosoft.com"})
    void knowsAllSpellingsOfAName(String typed) throws Exception {
        try (Authenticator ad = encrypted()) {
            assertThat(letIn(ad, typed, SambaDomain.PASSWORD).identity().name()).isEqualTo("dave");
        }
    }

    @Test
    void findsNestedAndPrimaryGroups() throws Exception {
        String users = "cn=HUB-users, ou=aaddc users, " + SambaDomain.BASE.toLowerCase(Locale.ROOT);
        try (Authenticator ad = encrypted("manage_groups", true, "allowed_groups", List.of(users))) {
            assertThat(letIn(ad, "alice", SambaDomain.PASSWORD)
                            .identity()
                            .groups()
                            .orElseThrow())
                    .containsExactlyInAnyOrder("hub-nested", "hub-users", "Domain Users", users);
        }
        try (Authenticator ad = encrypted("manage_groups", true, "nested_groups", false)) {
            assertThat(letIn(ad, "alice", SambaDomain.PASSWORD)
                            .identity()
                            .groups()
                            .orElseThrow())
                    .containsExactlyInAnyOrder("hub-nested", "Domain Users");
        }
    }

    @Test
    void findsGroupsAsThePersonWhereNobodyElseSearches() throws Exception {
        try (Authenticator ad = published("manage_groups", true)) {
            assertThat(letIn(ad, "dave", SambaDomain.PASSWORD)
                            .identity()
                            .groups()
                            .orElseThrow())
                    .containsExactlyInAnyOrder("hub-users", "hub-admins", "Domain Users");
        }
    }

    @Test
    void looksAgainAtSomebodyWhoIsLoggedIn() throws Exception {
        try (Authenticator ad = encrypted("manage_groups", true)) {
            AuthResult.Granted bob = letIn(ad, "bob", SambaDomain.PASSWORD);
            assertThat(LdapLogins.granted(ad.refresh(bob.identity(), bob.authState()))
                            .identity()
                            .groups())
                    .isEqualTo(bob.identity().groups());

            domain.modify("dn: CN=Bob Builder,CN=Users," + SambaDomain.BASE
                    + "\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 514\n");
            refused(ad.refresh(bob.identity(), bob.authState()), DenialReason.ACCOUNT_DISABLED);

            domain.modify("dn: CN=Bob Builder,CN=Users," + SambaDomain.BASE + "\nchangetype: delete\n");
            refused(ad.refresh(bob.identity(), bob.authState()), DenialReason.BAD_CREDENTIALS);
        }
    }

    @Test
    void saysThatTheServerWantsTls() throws Exception {
        domain.restart(false);
        try (Authenticator ad = published()) {
            assertThatThrownBy(() -> logIn(ad, "alice", SambaDomain.PASSWORD))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("without TLS")
                    .hasMessageContaining("LDAPAuthenticator.tls_strategy");
        } finally {
            domain.restart(true);
        }
    }

    @Test
    void encryptsWithStartTlsWhenNothingIsWritten() throws Exception {
        domain.restart(false);
        try (Authenticator ad = authenticator(
                "profile",
                "aadds",
                "server_address",
                domain.address(),
                "tls_kwargs",
                Map.of("ca_certs_file", domain.authority().toString()),
                "user_search_base",
                SambaDomain.BASE)) {
            assertThat(letIn(ad, "alice", SambaDomain.PASSWORD).identity().name())
                    .isEqualTo("alice");
            assertThat(ad.health()).isEqualTo(Health.up());
        } finally {
            domain.restart(true);
        }
    }
}
