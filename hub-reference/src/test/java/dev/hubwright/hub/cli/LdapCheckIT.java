package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Providers;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.auth.ldap.servers.SambaDomain;
import dev.hubwright.auth.ldap.servers.Slapd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hubwright check --login} against real directories. */
class LdapCheckIT {

    private static final String OPEN_LDAP = """
              server_address: localhost:%d
              tls_kwargs: {ca_certs_file: %s}
              lookup_dn: true
              user_search_base: dc=example,dc=org
              user_attribute: uid
              lookup_dn_search_user: %s
              lookup_dn_search_password: %s
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @RequiresEngine(Engine.SLAPD)
    void explainsLoginsAtOpenLdap() throws Exception {
        try (Slapd slapd = Slapd.start()) {
            String section = openLdap(slapd, Slapd.SEARCH_PASSWORD);
            String rules = "allowed_groups: ['cn=Hub-Users, ou=groups,dc=example,dc=org'], admin_groups: [hub-admins]";

            assertThat(check(section, rules, "alice", "wonderland-1")).as(all()).isZero();
            assertThat(out.toString())
                    .containsSubsequence(
                            "ok   server: ldap://localhost:" + slapd.port() + " answers",
                            "ok   encryption: StartTLS, TLSv1.",
                            "ok   search user: " + Slapd.SEARCH_USER,
                            "ok   look up: cn=alice,cn=jupyterhub,dc=example,dc=org",
                            "ok   bind: cn=alice,cn=jupyterhub,dc=example,dc=org",
                            "ok   groups: ",
                            "ok   identity: alice, ",
                            "allowed: by Authenticator.allowed_groups: cn=Hub-Users, ou=groups",
                            "administrator: ");

            assertThat(check(section, "allow_all: true", "alice", "wrong-secret"))
                    .isEqualTo(3);
            assertThat(out.toString()).contains("FAIL bind: cn=alice", "BAD_CREDENTIALS");

            assertThat(check(section, "allow_all: true", "nobody-here", "wrong-secret"))
                    .isEqualTo(3);
            assertThat(out.toString()).contains("FAIL look up: no entry");

            assertThat(check(openLdap(slapd, "not-the-password"), "allow_all: true", "alice", "wonderland-1"))
                    .isEqualTo(4);
            assertThat(out.toString()).contains("FAIL no answer: ", "LDAPAuthenticator.lookup_dn_search_user");

            slapd.stop();
            assertThat(check(section, "allow_all: true", "alice", "wonderland-1"))
                    .isEqualTo(4);
            assertThat(out.toString()).contains("FAIL server: ldap://localhost:" + slapd.port());
            assertThat(all()).doesNotContain("wonderland-1", "wrong-secret", "not-the-password", Slapd.SEARCH_PASSWORD);
        }
    }

    @Test
    @RequiresEngine({Engine.SAMBA, Engine.ROOT})
    void explainsLoginsAtActiveDirectory() throws Exception {
        try (SambaDomain domain = SambaDomain.start()) {
            String section = """
                      server_address: %s
                      bind_dn_template: CN={username},OU=AADDC Users,DC=mytestdomain,DC=onmicrosoft,DC=com
                      lookup_dn: True
                      user_search_base: DC=mytestdomain,DC=onmicrosoft,DC=com
                      user_attribute: sAMAccountName
                      server_port: 389
                      use_ssl: False
                    """.formatted(domain.address());

            assertThat(check(section, "allow_all: true", "alice", SambaDomain.PASSWORD))
                    .as(all())
                    .isZero();
            assertThat(out.toString())
                    .containsSubsequence(
                            "ok   encryption: none: passwords go over the wire readably",
                            "ok   bind: alice@mytestdomain.onmicrosoft.com",
                            "ok   look up: CN=alice liddell,OU=AADDC Users",
                            "ok   identity: alice, ",
                            "ok   allowed: by Authenticator.allow_all",
                            "The login succeeds.");

            assertThat(check(section, "allowed_users: [leela]", "alice", SambaDomain.PASSWORD))
                    .isEqualTo(3);
            assertThat(out.toString()).contains("FAIL allowed: no allow rule matches");

            domain.restart(false);
            assertThat(check(section, "allow_all: true", "alice", SambaDomain.PASSWORD))
                    .isEqualTo(4);
            assertThat(out.toString()).contains("takes no password without TLS");
            assertThat(all()).doesNotContain(SambaDomain.PASSWORD);
        }
    }

    private static String openLdap(Slapd slapd, String searchPassword) {
        return OPEN_LDAP.formatted(slapd.port(), slapd.authority(), Slapd.SEARCH_USER, searchPassword);
    }

    private int check(String section, String rules, String name, String password) throws IOException {
        out.getBuffer().setLength(0);
        Path file = Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  authenticator_class: ldap
                  spawner_class: simple
                  db_url: sqlite:///%s/hub.sqlite
                Authenticator: {%s}
                LDAPAuthenticator:
                """.formatted(folder, rules) + section);
        ClassLoader loader = getClass().getClassLoader();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of(),
                () -> Providers.discover(AuthenticatorFactory.class, loader),
                () -> Providers.discover(SpawnerFactory.class, loader),
                new HubProcess(),
                new Typed(password));
        return Main.execute(surroundings, "check", "-f", file.toString(), "--login", name);
    }

    private String all() {
        return out.toString() + err;
    }

    private record Typed(String password) implements Passwords {

        @Override
        public Secret ask(String prompt) {
            return Secret.of(password);
        }

        @Override
        public Secret fromInput() {
            throw new AssertionError("Not asked for");
        }
    }
}
