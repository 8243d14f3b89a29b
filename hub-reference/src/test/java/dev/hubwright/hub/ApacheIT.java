package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.remoteuser.RemoteUserAuthenticatorFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub behind a real Apache, which asks for the password and says in a header who it was. */
@RequiresEngine(Engine.APACHE)
class ApacheIT {

    private static final String SECRET = "between-apache-and-hub";

    @TempDir
    Path folder;

    private WholeHub hub;
    private Process apache;
    private URI front;

    @BeforeEach
    void startBoth() throws Exception {
        Authenticator remoteUser = remoteUser(Map.of("front_secret", SECRET));
        hub = new WholeHub(Files.createDirectory(folder.resolve("hub")), builder -> builder.authenticator(
                        remoteUser, WholeHub.rules().build())
                .autoLogin());
        int port = freePort();
        front = URI.create("http://127.0.0.1:" + port + "/");
        apache = startApache(port);
        Eventually.holds("Apache answers", Duration.ofSeconds(30), () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return true;
            } catch (IOException e) {
                assertThat(apache.isAlive()).as(() -> log()).isTrue();
                return false;
            }
        });
    }

    @AfterEach
    void stopBoth() throws Exception {
        apache.destroy();
        if (!apache.waitFor(20, TimeUnit.SECONDS)) {
            apache.destroyForcibly();
        }
        hub.close();
    }

    @Test
    void logsInWhomApacheNamesAndNobodyElse() throws Exception {
        WebClient browser = new WebClient(front);

        assertThat(browser.get("/hub/home").status()).isEqualTo(401);
        assertThat(page(browser, "/hub/home", "alice").body()).contains("alice");
        assertThat(users()).containsExactly("alice");
    }

    @Test
    void believesNoHeaderOfABrowser() throws Exception {
        WebClient throughApache = new WebClient(front);
        assertThat(page(throughApache, "/hub/home", "alice", "REMOTE_USER", "admin")
                        .body())
                .contains("alice");
        assertThat(page(new WebClient(front), "/hub/home", "bob", "Remote-User", "admin")
                        .body())
                .contains("bob");

        WebClient past = hub.browser();
        WebClient.Answer answer = past.get("/hub/login/default", "REMOTE_USER", "admin");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("did not say who you are");
        assertThat(past.get("/hub/login/default", "REMOTE_USER", "admin", "X-Front-Secret", "guess")
                        .status())
                .isEqualTo(403);
        assertThat(users()).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void appliesTheRulesOfWhoMayComeIn() throws Exception {
        assertThat(page(new WebClient(front), "/hub/home", "mallory").status()).isEqualTo(403);
        assertThat(users()).isEmpty();
    }

    @Test
    void logsInAnewWhenTheBrowserChangesHands() {
        WebClient browser = new WebClient(front);
        page(browser, "/hub/home", "alice");
        String session = browser.cookie("jupyterhub-hub-login").orElseThrow();
        assertThat(get(browser, "/hub/home", "alice").status()).isEqualTo(200);

        assertThat(page(browser, "/hub/home", "bob").body()).contains("bob").doesNotContain("alice");

        assertThat(browser.cookie("jupyterhub-hub-login").orElseThrow()).isNotEqualTo(session);
        WebClient old = new WebClient(front);
        old.setCookie("jupyterhub-hub-login", session, "/hub/");
        assertThat(get(old, "/hub/home", "alice").status()).isEqualTo(302);
    }

    @Test
    void tellsServersNothingOfWhatApacheSays() throws Exception {
        page(new WebClient(front), "/hub/home", "alice");
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);

        assertThat(get(new WebClient(front), "/user/alice/page", "alice").body())
                .contains("server of alice");
        assertThat(headersOfTheServer())
                .contains("x-forwarded-for")
                .doesNotContain("remote_user", "remote-user", "x-front-secret");

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .header("Authorization", basic("alice"))
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
        Authenticator remoteUser = remoteUser(Map.of());

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

    private List<String> users() throws ProviderException {
        return hub.store.users().all().stream().map(UserRecord::name).sorted().toList();
    }

    private Set<String> headersOfTheServer() {
        return hub.servers.headersOf(ServerRef.of("alice")).keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Follows redirects to the first answer that is none. */
    private static WebClient.Answer page(WebClient browser, String path, String person, String... headers) {
        WebClient.Answer answer = get(browser, path, person, headers);
        for (int i = 0; i < 10 && answer.location().isPresent(); i++) {
            answer = get(browser, answer.location().get(), person, headers);
        }
        return answer;
    }

    private static WebClient.Answer get(WebClient browser, String path, String person, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = basic(person);
        return browser.get(path, all);
    }

    private static String basic(String person) {
        byte[] pair = (person + ":" + RunningHub.PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static Authenticator remoteUser(Map<String, Object> values) {
        AuthenticatorFactory factory = new RemoteUserAuthenticatorFactory();
        Settings settings =
                Settings.read(factory.schema(), RawSettings.of(Map.of("RemoteUserAuthenticator", values)), Map.of());
        return factory.create(settings, ProviderContext.builder().build());
    }

    private Process startApache(int port) throws Exception {
        String hash = new String(
                        new ProcessBuilder("openssl", "passwd", "-apr1", RunningHub.PASSWORD)
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .strip();
        StringBuilder people = new StringBuilder();
        for (String name : new String[] {"alice", "bob", "mallory", "admin"}) {
            people.append(name).append(':').append(hash).append('\n');
        }
        Files.writeString(folder.resolve("people"), people);
        String configuration = resource("remote-user-apache.conf")
                .replace("@FOLDER@", folder.toString())
                .replace("@PORT@", Integer.toString(port))
                .replace("@HUB@", hub.hub.url().toString())
                .replace("@SECRET@", SECRET);
        Path file = Files.writeString(folder.resolve("apache.conf"), configuration);
        // It reads its people as another user.
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
        return new ProcessBuilder(
                        Engine.find("apache2").orElseThrow().toString(), "-f", file.toString(), "-DFOREGROUND")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("apache.log").toFile())
                .start();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("apache.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String resource(String name) throws IOException {
        try (var content = ApacheIT.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
