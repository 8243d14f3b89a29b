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
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                            "jupyterhub_total_users 2.0", // the administrator of the rules is there from the start on
                            "hubwright_provider_health{instance=\"default\",kind=\"authenticator\",state=\"up\"} 1.0",
                            "jvm_threads_live_threads")
                    .doesNotContain("alice", "bob", "mallory", "127.0.0.1");
        }
    }

    @Test
    void hasNotMoreLinesForMorePeople() throws Exception {
        try (WholeHub hub = new WholeHub(folder, HubBuilder::openMetrics)) {
            Set<String> before = Set.of();
            for (String name : List.of("zqada", "zqbea", "zqcyd", "zqdora", "zqeve")) {
                visit(hub, name);
                Set<String> lines = lines(hub);
                assertThat(lines)
                        .noneMatch(line -> line.contains(name))
                        .noneMatch(line -> line.contains("127.0.0.1") || line.contains("\\"));
                if (!before.isEmpty()) {
                    assertThat(lines).isEqualTo(before);
                }
                before = lines;
            }
            assertThat(before)
                    .contains(
                            "jupyterhub_request_duration_seconds_count{code=\"200\",handler=\"/hub/api/users/{user}\",method=\"GET\"}",
                            "jupyterhub_request_duration_seconds_count{code=\"404\",handler=\"/hub/**\",method=\"GET\"}",
                            "jupyterhub_request_duration_seconds_count{code=\"405\",handler=\"/**\",method=\"other\"}",
                            "requests_proxy{status=\"0\"}");
        }
    }

    /** All that somebody who wants to fill a monitoring system can vary. */
    private static void visit(WholeHub hub, String name) throws Exception {
        WebClient browser = hub.browserOf(name);
        tryToLogIn(hub, name, "wrong");
        tryToLogIn(hub, name + "\"\n{}" + name, "wrong");
        browser.get("/hub/" + name + "?" + name + "=" + name);
        browser.get("/hub/user/" + name + "/" + name);
        browser.send(name.toUpperCase(Locale.ROOT), "/" + name, "");
        browser.get("/hub/home", "X-Forwarded-Host", name, "User-Agent", name, "X-Request-ID", name);
        WholeHub.Api api = hub.api(name);
        api.get("users/" + name);
        api.post("users/" + name + "/server", "");
        assertThat(hub.hub.servers().awaitSettled(ServerRef.of(name), Duration.ofSeconds(60)))
                .isTrue();
        hub.servers.answerAll(700 + name.charAt(2));
        browser.get("/user/" + name + "/" + name);
        hub.hub.servers().stop(ServerRef.of(name), StopMode.GRACEFUL);
        assertThat(hub.hub.servers().awaitSettled(ServerRef.of(name), Duration.ofSeconds(60)))
                .isTrue();
        hub.servers.answerAll(200);
    }

    private static Set<String> lines(WholeHub hub) {
        // The first look makes lines of its own.
        hub.browser().get("/hub/metrics");
        return hub.browser()
                .get("/hub/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasAllThatTheDashboardShows() throws Exception {
        try (WholeHub hub = new WholeHub(folder, HubBuilder::openMetrics)) {
            tryToLogIn(hub, "mallory", RunningHub.PASSWORD);
            hub.browser().get("/hub/login");
            Set<String> names = lines(hub).stream()
                    .map(line -> line.replaceFirst("\\{.*", ""))
                    .collect(Collectors.toSet());

            Set<String> used = Dashboard.read().metrics();

            assertThat(used).hasSizeGreaterThan(30);
            assertThat(names).containsAll(used);
        }
    }

    /** With the names and, where it has them, the labels that dashboards for JupyterHub ask for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jupyterhub_active_users{period=\"24h\"}",
                "jupyterhub_active_users{period=\"30d\"}",
                "jupyterhub_active_users{period=\"7d\"}",
                "jupyterhub_check_routes_duration_seconds_count",
                "jupyterhub_csp_reports_total",
                "jupyterhub_hub_startup_duration_seconds_count",
                "jupyterhub_init_spawners_duration_seconds_count",
                "jupyterhub_login_duration_seconds_count{status=\"failure\"}",
                "jupyterhub_login_duration_seconds_count{status=\"success\"}",
                "jupyterhub_logout_duration_seconds_count",
                "jupyterhub_proxy_add_duration_seconds_count{status=\"failure\"}",
                "jupyterhub_proxy_delete_duration_seconds_count{status=\"success\"}",
                "jupyterhub_proxy_poll_duration_seconds_count",
                "jupyterhub_running_servers",
                "jupyterhub_server_poll_duration_seconds_count{spawner=\"default\",status=\"running\"}",
                "jupyterhub_server_poll_duration_seconds_count{spawner=\"default\",status=\"stopped\"}",
                "jupyterhub_server_spawn_duration_seconds_count{spawner=\"default\",status=\"failure\"}",
                "jupyterhub_server_stop_seconds_count{spawner=\"default\",status=\"success\"}",
                "jupyterhub_total_users"
            })
    void hasWhatJupyterHubHas(String line) throws Exception {
        try (WholeHub hub = new WholeHub(folder, HubBuilder::openMetrics)) {
            assertThat(lines(hub)).contains(line);
        }
    }

    @Test
    void countsWhoIsActive() throws Exception {
        try (WholeHub hub = new WholeHub(folder, HubBuilder::openMetrics)) {
            hub.browserOf("ada");
            hub.clock.advance(Duration.ofDays(2));
            hub.browserOf("bea");

            assertThat(hub.browser().get("/hub/api/metrics").body())
                    .contains(
                            "jupyterhub_active_users{period=\"24h\"} 1.0",
                            "jupyterhub_active_users{period=\"7d\"} 2.0",
                            "jupyterhub_active_users{period=\"30d\"} 2.0");
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
