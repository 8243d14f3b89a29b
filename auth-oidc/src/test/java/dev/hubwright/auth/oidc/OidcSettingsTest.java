package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OidcSettingsTest {

    private static final Map<String, Object> GOOD =
            Map.of("issuer", "https://sso.example.org", "client_id", "hub", "client_secret", "pa55word");

    @Test
    void isFoundByTheNamesThatConfigurationsUse() {
        Providers<AuthenticatorFactory> found =
                Providers.discover(AuthenticatorFactory.class, getClass().getClassLoader());

        for (String name : List.of(
                "oidc",
                "generic",
                "generic-oauth",
                "GenericOAuthenticator",
                "oauthenticator.generic.GenericOAuthenticator")) {
            assertThat(found.find(name)).get().isInstanceOf(OidcAuthenticatorFactory.class);
        }
    }

    @Test
    void findsNothingWrongWithAnIssuerAndAClient() {
        assertThat(problems(GOOD)).isEmpty();
        assertThat(OidcChecks.warnings(Journey.settings(GOOD))).isEmpty();
    }

    @Test
    void namesEverythingThatIsMissing() {
        assertThat(problems(Map.of()))
                .contains(
                        "GenericOAuthenticator.authorize_url is missing; write it, or GenericOAuthenticator.issuer, by "
                                + "which it is found")
                .anyMatch(text -> text.startsWith("GenericOAuthenticator.token_url is missing"))
                .anyMatch(text -> text.startsWith("GenericOAuthenticator.userdata_url is missing"))
                .anyMatch(text -> text.startsWith("GenericOAuthenticator.client_id is missing"))
                .anyMatch(text -> text.startsWith("GenericOAuthenticator.client_secret is missing"));
    }

    @Test
    void readsEverythingFromTheEnvironment() {
        Settings settings = Settings.read(
                OidcSettings.SCHEMA,
                RawSettings.empty(),
                Map.ofEntries(
                        Map.entry("OAUTH2_AUTHORIZE_URL", "https://a.example.org/auth"),
                        Map.entry("OAUTH2_TOKEN_URL", "https://a.example.org/token"),
                        Map.entry("OAUTH2_USERDATA_URL", "https://a.example.org/me"),
                        Map.entry("OAUTH_CALLBACK_URL", "https://hub.example.org/hub/oauth_callback"),
                        Map.entry("OAUTH_CLIENT_ID", "hub"),
                        Map.entry("OAUTH_CLIENT_SECRET", "pa55word"),
                        Map.entry("OAUTH2_USERNAME_KEY", "upn"),
                        Map.entry("OAUTH2_GROUPS_KEY", "teams"),
                        Map.entry("OAUTH2_BASIC_AUTH", "1"),
                        Map.entry("OAUTH_TLS_VERIFY", "0"),
                        Map.entry("LOGIN_SERVICE", "Staff")));

        OidcConfig config = OidcConfig.of(settings);

        assertThat(config.usernameClaim()).isEqualTo("upn");
        assertThat(config.groupsKey()).isEqualTo("oauth_user.teams");
        assertThat(config.clientAuthMethod()).hasValue(ClientAuthMethod.CLIENT_SECRET_BASIC);
        assertThat(config.service()).isEqualTo("Staff");
        assertThat(config.http().verifies()).isFalse();
    }

    @Test
    void refusesWhatCannotWork() {
        assertProblem("issuer", "sso.example.org", "is not an issuer");
        assertProblem("issuer", "https://sso.example.org/?x", "is not an issuer");
        assertProblem("scope", List.of("profile"), "has no openid in it");
        assertProblem("allowed_scopes", List.of("hub"), "which scope does not ask for");
        assertProblem("extra_authorize_params", Map.of("state", "x"), "must not have \"state\"");
        assertProblem("token_params", Map.of("code_verifier", "x"), "must not have \"code_verifier\"");
        assertProblem("username_replacement", "$1", "has no effect without username_regex");
        assertProblem("client_auth_method", "private_key_jwt", "client_private_key is missing");
        assertProblem("client_auth_method", "tls_client_auth", "needs client_cert and client_key");
        assertProblem("http_request_kwargs", Map.of("proxy", "x"), "\"proxy\", which is not known");
        assertProblem("http_request_kwargs", Map.of("proxy_host", "x"), "proxy_host and proxy_port together");
        assertProblem("http_request_kwargs", Map.of("client_cert", "x"), "client_cert and client_key together");
        assertProblem("http_request_kwargs", Map.of("request_timeout", "x"), "request_timeout that is not a number");
    }

    @Test
    void refusesAReplacementWithoutItsGroup() {
        assertThat(problems(with(Map.of("username_regex", "a(b)c", "username_replacement", "$2"))))
                .singleElement()
                .asString()
                .contains("names a group that username_regex does not have");
        assertThat(problems(with(Map.of("username_regex", "a(b)c", "username_replacement", "x-$1"))))
                .isEmpty();
    }

    @Test
    void refusesAKeyThatIsNoneWithoutShowingIt() {
        assertThat(problems(with(Map.of("client_auth_method", "private_key_jwt", "client_private_key", "hunter2"))))
                .singleElement()
                .asString()
                .contains("is not a private RSA or EC key")
                .doesNotContain("hunter2");
    }

    @Test
    void refusesAlgorithmsThatAreNotSafe() {
        for (String algorithm : List.of("none", "HS256", "RS1")) {
            assertThatThrownBy(() -> Journey.settings(with(Map.of("id_token_signed_response_alg", algorithm))))
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining("RS256");
        }
    }

    @Test
    void refusesDescriptionsByTwoWays() {
        assertThat(problems(with(Map.of("userdata_from_id_token", true, "userdata_url", "https://a.example.org/me"))))
                .singleElement()
                .asString()
                .contains("exclude each other");
    }

    @Test
    void refusesACallbackThatLeadsElsewhere() {
        for (String callback : List.of(
                "https://other.example.org/hub/corp/oauth_callback",
                "http://hub.example.org/hub/corp/oauth_callback",
                "https://hub.example.org:8443/hub/corp/oauth_callback",
                "https://hub.example.org/hub/oauth_callback",
                "https://hub.example.org/hub/corp/callback")) {
            assertThatThrownBy(() -> create(callback))
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining("waits at https://hub.example.org/hub/corp/oauth_callback");
        }
        create("https://hub.example.org:443/hub/corp/oauth_callback").close();
    }

    @Test
    void warnsOfWhatIsDangerous() {
        Map<String, Object> risky = new HashMap<>(GOOD);
        risky.put("issuer", "http://sso.example.org");
        risky.put("tls_verify", false);
        risky.put("enable_pkce", false);
        risky.put("userdata_token_method", "url");
        risky.put("require_verified_email", false);

        assertThat(OidcChecks.warnings(Journey.settings(risky))).hasSize(5);
        assertThat(OidcChecks.warnings(Journey.settings(with(Map.of("issuer", "http://localhost:8080")))))
                .isEmpty();
    }

    @Test
    void showsNoSecret() {
        OidcConfig config = OidcConfig.builder()
                .issuer("https://sso.example.org")
                .client("hub", Secret.of("pa55word"))
                .scopes(List.of("openid", "groups"))
                .usernameClaim("upn")
                .groupsClaim("teams")
                .loginService("Staff")
                .callbackUrl(URI.create("https://hub.example.org/hub/oauth_callback"))
                .build();

        assertThat(config.toString()).isEqualTo("OidcConfig[hub at https://sso.example.org]");
        assertThat(config.find(OAuthSettings.SCOPE)).hasValue(List.of("openid", "groups"));
    }

    private static Authenticator create(String callback) {
        ProviderContext context = ProviderContext.builder()
                .callbackUrl(URI.create("https://hub.example.org/hub/corp/oauth_callback"))
                .build();
        return new OidcAuthenticatorFactory()
                .create(Journey.settings(with(Map.of("oauth_callback_url", callback))), context);
    }

    private static void assertProblem(String key, Object value, String text) {
        assertThat(problems(with(Map.of(key, value)))).anyMatch(problem -> problem.contains(text));
    }

    private static List<String> problems(Map<String, Object> values) {
        return OidcChecks.problems(Journey.settings(values)).stream()
                .map(Problem::toString)
                .toList();
    }

    private static Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(GOOD);
        all.putAll(more);
        return all;
    }
}
