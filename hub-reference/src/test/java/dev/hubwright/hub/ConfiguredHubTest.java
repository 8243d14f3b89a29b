package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Health;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.settings.HubConfiguration;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredHubTest {

    @TempDir
    Path folder;

    @Test
    void composesAHubOfDiscoveredProvidersFromSettings() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        HubConfiguration configuration = HubConfiguration.resolve(
                settings(),
                Providers.discover(AuthenticatorFactory.class, loader),
                Providers.discover(SpawnerFactory.class, loader),
                Map.of());

        try (Hub hub = Hub.builder(configuration, Map.of()).start()) {
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(hub.url().resolve("/hub/login"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(hub.health()).containsOnlyKeys("authenticator default", "spawner default");
            assertThat(hub.health().get("authenticator default").state()).isEqualTo(Health.State.DEGRADED);
        }
    }

    private RawSettings settings() {
        return RawSettings.of(Map.of(
                "JupyterHub",
                Map.of(
                        "bind_url", "http://127.0.0.1:0",
                        "hub_bind_url", "http://127.0.0.1:0",
                        "authenticator_class", "demo",
                        "spawner_class", "simple",
                        "db_url", "sqlite:///" + folder.resolve("hub.sqlite"),
                        "data_folder", folder.toString()),
                "DemoAuthenticator",
                Map.of("password", "correct horse")));
    }
}
