package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.OAuthClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hub finds when it starts again, with the same rules and with others. */
@Timeout(60)
class RestartTest {

    @TempDir
    Path folder;

    private final LittleServers servers = new LittleServers();

    @Test
    void findsServersSessionsAndTokensAgain() throws Exception {
        WebClient before = runServerOf("alice", folder);
        String token = servers.told(ServerRef.of("alice"), "JUPYTERHUB_API_TOKEN");
        OAuthClient client = clientOf("alice");
        assertThat(client.allowedScopes()).isNotEmpty();

        try (WholeHub hub = new WholeHub(folder, servers, builder -> {})) {
            assertThat(hub.store.oauthClients().find(client.id()))
                    .as("with all its scopes")
                    .contains(client);
            WebClient browser = hub.browser();
            browser.setCookie(
                    "jupyterhub-hub-login",
                    before.cookie("jupyterhub-hub-login").orElseThrow(),
                    "/hub/");
            assertThat(browser.get("/hub/home").status()).isEqualTo(200);
            assertThat(browser.get("/user/alice/").body()).contains("the server of alice");
            WholeHub.Api server = new WholeHub.Api(hub.browser(), token);
            assertThat(server.get("user").status()).isEqualTo(200);

            assertThat(hub.api("alice").delete("users/alice/server").status()).isEqualTo(204);

            assertThat(server.get("user").status()).isEqualTo(403);
            assertThat(hub.store.tokens().ofUser("alice"))
                    .as("tokens of servers and of those who came into them")
                    .allMatch(left -> left.note().equals("of a test"));
            assertThat(hub.store.oauthClients().all()).isEmpty();
            assertThat(servers.count()).isZero();
        }
    }

    @Test
    void stopsServersOfThoseWhoWereBlocked() throws Exception {
        WebClient before = runServerOf("bob", folder);
        Authenticator everybody = request -> AuthResult.granted(Identity.of(request.username()));
        Consumer<HubBuilder> blockBob = builder -> builder.authenticator(
                everybody, WholeHub.rules().blockedUsers(List.of("bob")).build());

        try (WholeHub hub = new WholeHub(folder, servers, blockBob)) {
            Eventually.holds("the server is gone", () -> servers.count() == 0);
            Eventually.holds(
                    "nothing is left", () -> hub.store.tokens().ofUser("bob").isEmpty());
            Eventually.holds(
                    "no client is left", () -> hub.store.oauthClients().all().isEmpty());
            WebClient browser = hub.browser();
            browser.setCookie(
                    "jupyterhub-hub-login",
                    before.cookie("jupyterhub-hub-login").orElseThrow(),
                    "/hub/");
            assertThat(browser.get("/hub/home").status()).isEqualTo(302);
        }
    }

    private OAuthClient clientOf(String user) throws Exception {
        try (HubStore store =
                HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            return store.oauthClients().find("jupyterhub-user-" + user).orElseThrow();
        }
    }

    private WebClient runServerOf(String user, Path data) throws Exception {
        WholeHub hub = new WholeHub(data, servers, builder -> {});
        try {
            WebClient browser = hub.browserOf(user);
            assertThat(browser.follow(browser.get("/hub/spawn")).body()).contains("the server of " + user);
            return browser;
        } finally {
            hub.closeHubOnly();
        }
    }
}
