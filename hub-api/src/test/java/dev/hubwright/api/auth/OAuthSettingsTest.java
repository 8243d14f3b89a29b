package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OAuthSettingsTest {

    private static final Schema OWN = OAuthSettings.SCHEMA.then("OwnOAuthenticator", Setting.text("tenant"));

    @Test
    void readsThemFromEverySectionOfTheChain() {
        Settings settings = read(
                Map.of(
                        "OAuthenticator", Map.of("client_id", "general", "username_key", "upn"),
                        "OwnOAuthenticator", Map.of("client_id", "special", "tls_verify", false)),
                Map.of("OAUTH2_TOKEN_URL", "https://sso.example.org/token"));

        assertThat(settings.get(OAuthSettings.CLIENT_ID)).isEqualTo("special");
        assertThat(settings.get(OAuthSettings.USERNAME_CLAIM)).isEqualTo("upn");
        assertThat(settings.get(OAuthSettings.VALIDATE_SERVER_CERT)).isFalse();
        assertThat(settings.find(OAuthSettings.TOKEN_URL)).hasValue(URI.create("https://sso.example.org/token"));
        assertThat(settings.warnings()).hasSize(2);
    }

    @Test
    void takesNoCode() {
        assertThatThrownBy(
                        () -> read(Map.of("OAuthenticator", Map.of("refresh_user_hook", "<function hook>")), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("write a LoginHook in Java");
    }

    @Test
    void countsGrantedScopesAsADoor() {
        assertThat(OWN.doors()).containsExactly(OAuthSettings.ALLOWED_SCOPES);
    }

    private static Settings read(Map<String, Map<String, ?>> values, Map<String, String> environment) {
        return Settings.read(OWN, RawSettings.of(values), environment);
    }
}
