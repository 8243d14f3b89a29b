package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub behind a real Apache, which asks for the password and says in a header who it was. */
@RequiresEngine(Engine.APACHE)
class ApacheIT {

    @TempDir
    Path folder;

    private RemoteUserSite site;
    private WholeHub hub;
    private URI front;

    @BeforeEach
    void startBoth() throws Exception {
        site = new RemoteUserSite(folder, WholeHub.rules(), RemoteUserSite.CAREFUL);
        hub = site.hub;
        front = site.front;
    }

    @AfterEach
    void stopBoth() {
        site.close();
    }

    @Test
    void logsInWhomApacheNamesAndNobodyElse() throws Exception {
        WebClient browser = new WebClient(front);

        assertThat(browser.get("/hub/home").status()).isEqualTo(401);
        assertThat(RemoteUserSite.page(browser, "/hub/home", "alice").body()).contains("alice");
        assertThat(site.users()).containsExactly("alice");
    }

    @Test
    void believesNoHeaderOfABrowser() throws Exception {
        WebClient throughApache = new WebClient(front);
        assertThat(RemoteUserSite.page(throughApache, "/hub/home", "alice", "REMOTE_USER", "admin")
                        .body())
                .contains("alice");
        assertThat(RemoteUserSite.page(new WebClient(front), "/hub/home", "bob", "Remote-User", "admin")
                        .body())
                .contains("bob");

        WebClient past = hub.browser();
        WebClient.Answer answer = past.get("/hub/login/default", "REMOTE_USER", "admin");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("did not say who you are");
        assertThat(past.get("/hub/login/default", "REMOTE_USER", "admin", "X-Front-Secret", "guess")
                        .status())
                .isEqualTo(403);
        assertThat(site.users()).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void appliesTheRulesOfWhoMayComeIn() throws Exception {
        assertThat(RemoteUserSite.page(new WebClient(front), "/hub/home", "mallory")
                        .status())
                .isEqualTo(403);
        assertThat(site.users()).isEmpty();
    }

    @Test
    void logsInAnewWhenTheBrowserChangesHands() {
        WebClient browser = new WebClient(front);
        RemoteUserSite.page(browser, "/hub/home", "alice");
        String session = browser.cookie("jupyterhub-hub-login").orElseThrow();
        assertThat(RemoteUserSite.get(browser, "/hub/home", "alice").status()).isEqualTo(200);

        assertThat(RemoteUserSite.page(browser, "/hub/home", "bob").body())
                .contains("bob")
                .doesNotContain("alice");

        assertThat(browser.cookie("jupyterhub-hub-login").orElseThrow()).isNotEqualTo(session);
        WebClient old = new WebClient(front);
        old.setCookie("jupyterhub-hub-login", session, "/hub/");
        assertThat(RemoteUserSite.get(old, "/hub/home", "alice").status()).isEqualTo(302);
    }

    @Test
    void tellsServersNothingOfWhatApacheSays() throws Exception {
        RemoteUserSite.page(new WebClient(front), "/hub/home", "alice");
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);

        assertThat(RemoteUserSite.get(new WebClient(front), "/user/alice/page", "alice")
                        .body())
                .contains("server of alice");
        assertThat(headersOfTheServer())
                .contains("x-forwarded-for")
                .doesNotContain("remote_user", "remote-user", "x-front-secret");

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .header("Authorization", RemoteUserSite.basic("alice"))
                        .buildAsync(
                                URI.create("ws" + front.toString().substring(4) + "user/alice/socket"),
                                new WebSocket.Listener() {})
                        .join())
                .isInstanceOf(CompletionException.class);
        assertThat(headersOfTheServer())
                .contains("sec-websocket-key")
                .doesNotContain("remote_user", "remote-user", "x-front-secret");
    }

    @Test
    void doesNotStartWhereAnybodyCouldSendTheHeader() {
        Authenticator remoteUser = RemoteUserSite.remoteUser(Map.of());

        assertThatThrownBy(() -> Hub.builder()
                        .bind("0.0.0.0", 0)
                        .dataFolder(folder.resolve("open"))
                        .authenticator(remoteUser, WholeHub.rules().build())
                        .spawner(new LittleServers())
                        .start())
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("RemoteUserAuthenticator.trusted_proxies");
        assertThat(folder.resolve("open")).doesNotExist();
    }

    private Set<String> headersOfTheServer() {
        return hub.servers.headersOf(ServerRef.of("alice")).keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
