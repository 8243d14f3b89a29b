package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Health;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.auth.Authenticator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapSettingsTest {

    private static final String TEMPLATE = "uid={username},ou=people,dc=example,dc=org";

    private static LdapConfig config(Object... keysAndValues) {
        Object[] all = Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
        all[keysAndValues.length] = "bind_dn_template";
        all[keysAndValues.length + 1] = TEMPLATE;
        return LdapConfig.of(settings(all));
    }

    @Test
    void encryptsByStartTlsWhenNothingIsWritten() {
        assertThat(config("server_address", "ldap.example.org").servers())
                .containsExactly(new ServerAddress("ldap.example.org", 389, Encryption.STARTTLS));
    }

    @Test
    void sendsReadablyOnlyWhenThatIsWritten() {
        assertThat(config("server_address", "h", "use_ssl", false).servers())
                .containsExactly(new ServerAddress("h", 389, Encryption.NONE));
        assertThat(config("server_address", "h", "tls_strategy", "insecure").sendsReadably())
                .isTrue();
        assertThat(config("server_address", "h", "tls_strategy", "before_bind", "use_ssl", false)
                        .sendsReadably())
                .isFalse();
    }

    @Test
    void takesTheOldSpellingOfTls() {
        assertThat(config("server_address", "h", "use_ssl", true).servers())
                .containsExactly(new ServerAddress("h", 636, Encryption.LDAPS));
        assertThat(config("server_address", "h", "use_ssl", true, "server_port", 389)
                        .servers())
                .containsExactly(new ServerAddress("h", 389, Encryption.STARTTLS));
    }

    @Test
    void readsServersInAllSpellings() {
        List<String> written = List.of("a", "b:1389", "ldaps://c", "ldap://d:390", "[::1]:391", "fe80::1");

        assertThat(config("server_address", written, "server_port", 3890).servers())
                .extracting(ServerAddress::toString)
                .containsExactly(
                        "ldap://a:3890",
                        "ldap://b:1389",
                        "ldaps://c:636",
                        "ldap://d:390",
                        "ldap://[::1]:391",
                        "ldap://[fe80::1]:3890");
    }

    @Test
    void ignoresBlankTemplates() {
        LdapConfig config =
                LdapConfig.of(settings("server_address", "h", "bind_dn_template", List.of("", TEMPLATE, " ")));

        assertThat(config.templates()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ LDAP_POD_ID }", "ldap://", "http://h", "h:port", "h:65536", "ldap://h h", "<directory>"})
    void namesTheServerThatIsNone(String written) {
        assertThatThrownBy(() -> config("server_address", List.of("ldap.example.org", written)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("LDAPAuthenticator.server_address = \"" + written
                        + "\" is no server's address; write a host, host:port or ldaps://host:port");
    }

    @Test
    void namesEverythingThatIsWrongTogether() {
        assertThatThrownBy(() -> LdapConfig.of(settings(
                        "bind_dn_template", "uid=alice,dc=example",
                        "lookup_dn", true,
                        "lookup_dn_search_user", "cn=search",
                        "group_search_base", "groups",
                        "tls_kwargs", Map.of("ca_cert_file", "x"))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("LDAPAuthenticator.server_address is missing")
                .hasMessageContaining("{username}")
                .hasMessageContaining("LDAPAuthenticator.user_search_base is missing")
                .hasMessageContaining("LDAPAuthenticator.user_attribute is missing")
                .hasMessageContaining("LDAPAuthenticator.lookup_dn_search_password is missing")
                .hasMessageContaining("LDAPAuthenticator.group_search_base = \"groups\"")
                .hasMessageContaining("ca_cert_file");
    }

    @Test
    void acceptsEverySettingOfThePeer() {
        LdapConfig config = LdapConfig.of(settings(
                "server_address", "h",
                "server_port", 636,
                "tls_strategy", "on_connect",
                "tls_kwargs",
                        Map.of("validate", "ssl.CERT_REQUIRED", "ca_certs_file", "/x", "valid_names", List.of("h2")),
                "bind_dn_template", List.of(TEMPLATE),
                "lookup_dn", true,
                "lookup_dn_search_filter", "({login_attr}={login})",
                "lookup_dn_search_user", "cn=search",
                "lookup_dn_search_password", "hush",
                "lookup_dn_user_dn_attribute", "cn",
                "use_lookup_dn_username", false,
                "user_search_base", "dc=example,dc=org",
                "user_attribute", "uid",
                "escape_userdn", true,
                "search_filter", "({userattr}={username})",
                "attributes", List.of("uid"),
                "auth_state_attributes", List.of("mail"),
                "allowed_groups", List.of("cn=a,dc=example,dc=org"),
                "group_search_filter", "(member={userdn})",
                "group_attributes", List.of("member"),
                "valid_username_regex", "^[a-z]+$"));

        assertThat(config.toString()).doesNotContain("hush");
        assertThat(config.tls().verifies()).isTrue();
        assertThat(config.hubNameAttribute()).contains("uid");
    }

    @Test
    void warnsOfWhatIsNotSafe() {
        try (Authenticator plain = LdapLogins.authenticator(
                        "server_address", "h", "bind_dn_template", TEMPLATE, "use_ssl", false);
                Authenticator unverified = LdapLogins.authenticator(
                        "server_address",
                        "h",
                        "bind_dn_template",
                        TEMPLATE,
                        "tls_kwargs",
                        Map.of("validate", "none"))) {
            assertThat(plain.health().state()).isEqualTo(Health.State.DEGRADED);
            assertThat(unverified.health().state()).isEqualTo(Health.State.DEGRADED);
        }
    }
}
