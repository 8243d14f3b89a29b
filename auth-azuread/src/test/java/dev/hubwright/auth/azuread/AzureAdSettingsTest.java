package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.OAuthSettings;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AzureAdSettingsTest {

    private static final AzureAdAuthenticatorFactory FACTORY = new AzureAdAuthenticatorFactory();

    @Test
    void readsTheBlockOfAHelmChart() {
        Settings settings = Settings.read(
                AzureAdSettings.SCHEMA,
                RawSettings.of(Map.of(
                        "AzureAdOAuthenticator",
                        Map.of(
                                "client_id", "1b2c",
                                "client_secret", "12e34567",
                                "oauth_callback_url", "http://localhost:8080/hub/oauth_callback",
                                "tenant_id", EntraStandIn.TENANT,
                                "enable_auth_state", true))),
                Map.of());

        assertThat(FACTORY.validate(settings)).isEmpty();
        assertThat(FACTORY.warnings(settings)).isEmpty();
        assertThat(settings.get(OAuthSettings.LOGIN_SERVICE)).isEqualTo("Azure AD");
        assertThat(settings.get(OAuthSettings.USERNAME_CLAIM)).isEqualTo("preferred_username");
    }

    @Test
    void readsTheEnvironment() {
        Settings settings = Settings.read(
                AzureAdSettings.SCHEMA,
                RawSettings.empty(),
                Map.of(
                        "AAD_TENANT_ID", EntraStandIn.TENANT,
                        "OAUTH_CLIENT_ID", "1b2c",
                        "OAUTH_CLIENT_SECRET", "12e34567",
                        "OAUTH_CALLBACK_URL", "https://hub.example.org/hub/oauth_callback",
                        "LOGIN_SERVICE", "Contoso"));
        AzureAdConfig config = AzureAdConfig.of(settings);

        assertThat(config.authority()).isEqualTo("https://login.microsoftonline.com/" + EntraStandIn.TENANT);
        assertThat(config.service()).isEqualTo("Contoso");
        assertThat(config.toString()).contains("1b2c").doesNotContain("12e34567");
    }

    @Test
    void takesANationalCloudByItsOldName() {
        AzureAdConfig config = AzureAdConfig.of(Journey.settings(usable(Map.of(
                "graph_url", "https://login.microsoftonline.us/", "graph_endpoint", "https://graph.microsoft.us"))));

        assertThat(config.authority()).isEqualTo("https://login.microsoftonline.us/" + EntraStandIn.TENANT);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        Settings settings = Journey.settings(Map.of(
                "scope", List.of("email"),
                "authorize_url", "https://login.microsoftonline.com/x/oauth2/authorize",
                "validate_server_cert", false,
                "extra_authorize_params", Map.of("response_mode", "form_post"),
                "allowed_guest_domains", List.of("x.example"),
                "http_request_kwargs", Map.of("proxy_host", "p", "max_clients", 3)));

        List<Problem> problems = FACTORY.validate(settings);

        assertThat(problems)
                .extracting(problem -> problem.path().replace("AzureAdOAuthenticator.", ""))
                .contains(
                        "tenant_id",
                        "client_id",
                        "client_secret",
                        "scope",
                        "authorize_url",
                        "validate_server_cert",
                        "extra_authorize_params",
                        "allowed_guest_domains",
                        "http_request_kwargs");
    }

    @Test
    void warnsOfNamesThatPeopleChoose() {
        for (String claim : List.of("name", "email")) {
            Settings settings = Journey.settings(usable(Map.of("username_claim", claim)));
            assertThat(FACTORY.validate(settings)).isEmpty();
            assertThat(FACTORY.warnings(settings)).singleElement().asString().contains("username_claim");
        }
    }

    @Test
    void warnsOfAProofThatIsNotUsed() {
        Settings settings = Journey.settings(usable(Map.of("federated_token_file", "/var/run/token")));

        assertThat(FACTORY.warnings(settings)).singleElement().asString().contains("federated_token_file");
    }

    @Test
    void refusesACallbackThatLeadsElsewhere() {
        ProviderContext context = ProviderContext.builder()
                .callbackUrl(URI.create("https://hub.example.org/hub/oauth_callback"))
                .build();
        Settings settings =
                Journey.settings(usable(Map.of("oauth_callback_url", "https://hub.example.org/hub/callback")));

        assertThatThrownBy(() -> FACTORY.create(settings, context))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("waits at https://hub.example.org/hub/oauth_callback");
    }

    @Test
    void servesJavaCodeToo() {
        AzureAdConfig config = AzureAdConfig.builder()
                .tenant(EntraStandIn.TENANT)
                .client("1b2c", Secret.of("12e34567"))
                .callbackUrl(Journey.CALLBACK)
                .allowGuests()
                .loginService("Contoso")
                .build();

        AzureAdAuthenticatorFactory.create(config, ProviderContext.builder().build())
                .close();
        assertThatThrownBy(() -> AzureAdConfig.builder().build()).isInstanceOf(InvalidSettings.class);
    }

    private static Map<String, Object> usable(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(
                Map.of("tenant_id", EntraStandIn.TENANT, "client_id", "1b2c", "client_secret", "12e34567"));
        values.putAll(more);
        return values;
    }
}
