package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.authenticator;
import static dev.hubwright.auth.ldap.LdapLogins.letIn;
import static dev.hubwright.auth.ldap.LdapLogins.logIn;
import static dev.hubwright.auth.ldap.LdapLogins.refused;
import static dev.hubwright.auth.ldap.LdapLogins.refusedAfterProof;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.Dirsrv;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The profile {@code freeipa} against the directory server that FreeIPA is made of, laid out like one. */
@RequiresEngine(Engine.DIRSRV)
class FreeIpaIT {

    private static Dirsrv server;
    private Authenticator ldap;

    @BeforeAll
    static void startTheDirectory() {
        server = Dirsrv.start();
    }

    @AfterAll
    static void stopTheDirectory() {
        server.close();
    }

    @BeforeEach
    void connect() {
        ldap = authenticator(
                "profile",
                "freeipa",
                "server_address",
                server.url(),
                "tls_strategy",
                "insecure",
                "user_search_base",
                Dirsrv.PEOPLE,
                "lookup_dn_search_user",
                Dirsrv.SEARCH_USER,
                "lookup_dn_search_password",
                Dirsrv.SEARCH_PASSWORD,
                "group_search_base",
                "cn=groups,cn=accounts," + Dirsrv.BASE,
                "manage_groups",
                true);
    }

    @AfterEach
    void disconnect() {
        ldap.close();
    }

    @Test
    void knowsPeopleTheirIdsAndTheirGroups() throws Exception {
        AuthResult.Granted leela = letIn(ldap, " Leela ", "nibbler-1");

        assertThat(leela.identity().name()).isEqualTo("leela");
        assertThat(leela.identity().subject().orElseThrow().id()).isEqualTo("8a2c1b9e-0000-11f1-8f0c-525400000001");
        assertThat(leela.identity().groups().orElseThrow()).containsExactlyInAnyOrder("pilots", "crew");
        refused(logIn(ldap, "leela", "wrong"), DenialReason.BAD_CREDENTIALS);
        refused(logIn(ldap, "nobody", "wrong"), DenialReason.BAD_CREDENTIALS);
    }

    /** The server says so whatever the password was, so it is nothing that the person may read. */
    @Test
    void tellsTheOperatorOfASwitchedOffAccount() throws Exception {
        refused(logIn(ldap, "zapp", "velour-1"), DenialReason.ACCOUNT_DISABLED);
        refused(logIn(ldap, "zapp", "wrong"), DenialReason.ACCOUNT_DISABLED);
    }

    @Test
    void looksAgainAtSomebodyWhoIsLoggedIn() throws Exception {
        AuthResult.Granted scruffy = letIn(ldap, "scruffy", "broom-1");
        LdapLogins.granted(ldap.refresh(scruffy.identity(), scruffy.authState()));

        server.load("""
                dn: uid=scruffy,cn=users,cn=accounts,dc=ipa,dc=example
                changetype: modify
                replace: nsAccountLock
                nsAccountLock: TRUE
                """);

        LdapLogins.denied(ldap.refresh(scruffy.identity(), scruffy.authState()), DenialReason.ACCOUNT_DISABLED);
    }

    @Test
    void tellsOfALockAndOfAnExpiredPassword() throws Exception {
        server.load("""
                dn: cn=config
                changetype: modify
                replace: passwordLockout
                passwordLockout: on
                -
                replace: passwordMaxFailure
                passwordMaxFailure: 3
                -
                replace: passwordExp
                passwordExp: on
                """);
        server.load("""
                dn: uid=amy,cn=users,cn=accounts,dc=ipa,dc=example
                changetype: modify
                replace: passwordExpirationTime
                passwordExpirationTime: 20200101000000Z
                """);
        try {
            refused(logIn(ldap, "amy", "wrong"), DenialReason.BAD_CREDENTIALS);
            refusedAfterProof(logIn(ldap, "amy", "mars-1"), DenialReason.PASSWORD_EXPIRED);
            for (int i = 0; i < 3; i++) {
                logIn(ldap, "hermes", "wrong");
            }
            refused(logIn(ldap, "hermes", "limbo-1"), DenialReason.ACCOUNT_LOCKED);
        } finally {
            server.load("""
                    dn: cn=config
                    changetype: modify
                    replace: passwordLockout
                    passwordLockout: off
                    -
                    replace: passwordExp
                    passwordExp: off
                    """);
        }
    }
}
