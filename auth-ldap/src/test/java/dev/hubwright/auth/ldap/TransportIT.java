package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.authenticator;
import static dev.hubwright.auth.ldap.LdapLogins.letIn;
import static dev.hubwright.auth.ldap.LdapLogins.logIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.Slapd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a password is sent to, and how. */
@RequiresEngine(Engine.SLAPD)
class TransportIT {

    private static final String TEMPLATE = "cn={username},cn=jupyterhub,dc=example,dc=org";

    private static Slapd slapd;
    private static Slapd misnamed;
    private static Slapd expired;

    @BeforeAll
    static void startTheDirectories() {
        slapd = Slapd.start();
        misnamed = Slapd.start("", "DNS:elsewhere.example.org");
        expired = Slapd.startExpired();
    }

    @AfterAll
    static void stopTheDirectories() {
        slapd.close();
        misnamed.close();
        expired.close();
    }

    private static Authenticator at(String url, Object... more) {
        Object[] all = new Object[4 + more.length];
        all[0] = "server_address";
        all[1] = url;
        all[2] = "bind_dn_template";
        all[3] = TEMPLATE;
        System.arraycopy(more, 0, all, 4, more.length);
        return authenticator(all);
    }

    private static Map<String, Object> trust(Slapd server) {
        return Map.of("ca_certs_file", server.authority().toString());
    }

    private static String url(Slapd server, String scheme) {
        return scheme.equals("ldaps") ? server.tlsUrl() : server.url();
    }

    @ParameterizedTest
    @CsvSource({"ldap", "ldaps"})
    void logsInOverBothKindsOfTls(String scheme) throws Exception {
        try (Authenticator ldap = at(url(slapd, scheme), "tls_kwargs", trust(slapd))) {
            letIn(ldap, "alice", "wonderland-1");
            assertThat(ldap.health()).isEqualTo(Health.up());
        }
    }

    @ParameterizedTest
    @CsvSource({"ldap", "ldaps"})
    void sendsNothingToAServerOfAnUnknownAuthority(String scheme) {
        assertNothingIsSent(slapd, at(url(slapd, scheme)));
    }

    @ParameterizedTest
    @CsvSource({"ldap", "ldaps"})
    void sendsNothingToAServerOfAnotherName(String scheme) {
        assertNothingIsSent(misnamed, at(url(misnamed, scheme), "tls_kwargs", trust(misnamed)));
    }

    @ParameterizedTest
    @CsvSource({"ldap", "ldaps"})
    void sendsNothingToAServerWhoseCertificateHasExpired(String scheme) {
        assertNothingIsSent(expired, at(url(expired, scheme), "tls_kwargs", trust(expired)));
    }

    private static void assertNothingIsSent(Slapd server, Authenticator ldap) {
        long before = server.logged(" BIND dn=");
        try (ldap) {
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1")).isInstanceOf(ProviderException.class);
            assertThat(server.logged(" BIND dn=")).isEqualTo(before);
        }
    }

    @Test
    void acceptsAnotherNameThatIsWritten() throws Exception {
        Map<String, Object> tls = Map.of(
                "ca_certs_file", misnamed.authority().toString(), "valid_names", List.of("elsewhere.example.org"));
        try (Authenticator ldap = at(misnamed.tlsUrl(), "tls_kwargs", tls)) {
            letIn(ldap, "alice", "wonderland-1");
        }
    }

    @Test
    void checksNothingWhereThatIsWritten() throws Exception {
        try (Authenticator ldap = at(expired.tlsUrl(), "tls_kwargs", Map.of("validate", "CERT_NONE"))) {
            letIn(ldap, "alice", "wonderland-1");
            assertThat(ldap.health().state()).isEqualTo(Health.State.DEGRADED);
        }
    }

    @Test
    void speaksTheProtocolThatIsWritten() throws Exception {
        Map<String, Object> tls = Map.of("ca_certs_file", slapd.authority().toString(), "version", "TLSv1.2");
        try (Authenticator ldap = at(slapd.url(), "tls_kwargs", tls)) {
            letIn(ldap, "alice", "wonderland-1");
        }
    }

    @ParameterizedTest
    @CsvSource({"52", "2", "-1"})
    void sendsNothingWhenStartTlsIsStripped(int answer) throws IOException {
        try (FakeDirectory stripping = FakeDirectory.answeringStartTls(answer);
                Authenticator ldap = at("ldap://127.0.0.1:" + stripping.port())) {
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1")).isInstanceOf(ProviderException.class);
            assertThat(stripping.received()).doesNotContain("alice").doesNotContain("wonderland");
        }
    }

    @Test
    void givesUpOnAServerThatIsSilentInTheHandshake() throws IOException {
        try (FakeDirectory silent = FakeDirectory.answeringStartTls(0);
                Authenticator ldap =
                        at("ldap://127.0.0.1:" + silent.port(), "connect_timeout", 1, "response_timeout", 2)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1")).isInstanceOf(ProviderException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void followsNoReferral() throws Exception {
        try (FakeDirectory foreign = FakeDirectory.answeringStartTls(0)) {
            slapd.modify("""
                    dn: ou=elsewhere,dc=example,dc=org
                    changetype: add
                    objectClass: referral
                    objectClass: extensibleObject
                    ou: elsewhere
                    ref: ldap://127.0.0.1:%d/ou=elsewhere,dc=example,dc=org
                    """.formatted(foreign.port()));
            try (Authenticator template = authenticator(
                            "server_address", slapd.url(),
                            "bind_dn_template", "cn={username},ou=elsewhere,dc=example,dc=org",
                            "tls_kwargs", trust(slapd));
                    Authenticator lookup = authenticator(
                            "server_address",
                            slapd.url(),
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
                            "manage_groups",
                            true,
                            "tls_kwargs",
                            trust(slapd))) {
                LdapLogins.refused(logIn(template, "alice", "wonderland-1"), DenialReason.BAD_CREDENTIALS);
                letIn(lookup, "alice", "wonderland-1");
            }
            assertThat(foreign.connections()).isZero();
        }
    }

    @Test
    void saysThatTheServerWantsTls() {
        try (Slapd strict = Slapd.start("security simple_bind=128", "DNS:localhost,IP:127.0.0.1", false);
                Authenticator ldap = at(strict.url(), "tls_strategy", "insecure")) {
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1"))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("without TLS");
        }
    }
}
