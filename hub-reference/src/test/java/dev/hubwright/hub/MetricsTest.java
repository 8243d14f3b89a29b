package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Figures;
import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.spawn.ServerRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    @TempDir
    Path folder;

    @Test
    void countsLoginsAndServersWithoutNamingAnybody() throws Exception {
        try (WholeHub hub = new WholeHub(folder, HubBuilder::openMetrics)) {
            hub.browserOf("alice");
            tryToLogIn(hub, "bob", "wrong");
            hub.browserOf("mallory");
            hub.api("alice").post("users/alice/server", "");
            hub.hub.servers().awaitSettled(new ServerRef("alice", ""), Duration.ofSeconds(30));

            String text = hub.browser().get("/hub/metrics").body();

            assertThat(text)
                    .contains(
                            "hubwright_login_duration_seconds_count{instance=\"default\",result=\"success\"} 1",
                            "hubwright_login_duration_seconds_count{instance=\"default\",result=\"refused\"} 2",
                            "hubwright_login_duration_seconds_count{instance=\"default\",result=\"unavailable\"} 0",
                            "hubwright_login_refusals_total{instance=\"default\",reason=\"bad_credentials\"} 1.0",
                            "hubwright_login_refusals_total{instance=\"default\",reason=\"blocked\"} 1.0",
                            "jupyterhub_server_spawn_duration_seconds_count{spawner=\"default\",status=\"success\"} 1",
                            "jupyterhub_server_spawn_duration_seconds_count{spawner=\"default\",status=\"failure\"} 0",
                            "jupyterhub_server_spawn_duration_seconds_bucket{spawner=\"default\",status=\"success\",le=\"120.0\"} 1",
                            "jupyterhub_running_servers 1.0",
                            "jupyterhub_total_users 1.0",
                            "hubwright_provider_health{instance=\"default\",kind=\"authenticator\",state=\"up\"} 1.0",
                            "jvm_threads_live_threads")
                    .doesNotContain("alice", "bob", "mallory", "127.0.0.1");
        }
    }

    @Test
    void showsWhatProvidersTellAndCountsOutages() throws Exception {
        try (WholeHub hub = new WholeHub(folder, builder -> {
            builder.openMetrics();
            builder.authenticator("default", new Telling(), LoginRules.allowAll());
        })) {
            assertThat(tryToLogIn(hub, "alice", "any").status()).isEqualTo(503);

            assertThat(hub.browser().get("/hub/metrics").body())
                    .contains(
                            "hubwright_authenticator_connections_in_use{instance=\"default\"} 7.0",
                            "hubwright_provider_health{instance=\"default\",kind=\"authenticator\",state=\"degraded\"} 1.0",
                            "hubwright_login_duration_seconds_count{instance=\"default\",result=\"unavailable\"} 1");
        }
    }

    @Test
    void showsThemToThoseWithTheScopeAlone() throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            assertThat(hub.browser().get("/hub/metrics").status()).isEqualTo(403);
            assertThat(hub.browserOf("alice").get("/hub/metrics").status()).isEqualTo(403);
            assertThat(hub.browserOf("admin").get("/hub/metrics").status()).isEqualTo(200);
            assertThat(byToken(hub, "admin", "read:users")).isEqualTo(403);
            assertThat(byToken(hub, "alice", "read:metrics")).isEqualTo(403);

            hub.makeUser("admin");
            WebClient.Answer answer = withToken(hub, "admin", "read:metrics");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        }
    }

    private static WebClient.Answer tryToLogIn(WholeHub hub, String name, String password) {
        WebClient browser = hub.browser();
        browser.get("/hub/login");
        return browser.post("/hub/login", Map.of("username", name, "password", password));
    }

    private static int byToken(WholeHub hub, String user, String scope) throws ProviderException {
        return withToken(hub, user, scope).status();
    }

    private static WebClient.Answer withToken(WholeHub hub, String user, String scope) throws ProviderException {
        WholeHub.Api api = hub.api(user, scope);
        return api.client().get("/hub/metrics", "Authorization", "token " + api.token());
    }

    private static final class Telling implements Authenticator, Figures {

        @Override
        public AuthResult authenticate(AuthRequest request) throws ProviderException {
            throw ProviderException.retryable("Later.", "The directory is down");
        }

        @Override
        public Health health() {
            return Health.degraded("Without one of its servers");
        }

        @Override
        public Map<String, Long> figures() {
            return Map.of("connections_in_use", 7L);
        }
    }
}
