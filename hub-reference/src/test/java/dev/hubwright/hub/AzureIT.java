package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.NodePackage;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.Together;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's own library in servers that the hub started: it gets the tokens of whoever the server belongs to. */
@Timeout(300)
class AzureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String STORAGE = "https://storage.azure.com";
    private static final String DATABASE = "https://database.windows.net";

    @TempDir
    Path folder;

    private final int port = FreePort.take();
    private final int hubPort = FreePort.take();
    private EntraStandIn entra;
    private HubRun hub;

    @BeforeEach
    void start() throws Exception {
        entra = new EntraStandIn();
        Files.writeString(folder.resolve("ca.pem"), EntraStandIn.certificate());
    }

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
        HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        entra.close();
    }

    @Test
    void givesEachServerTheTokensOfItsOwner() throws Exception {
        startHub("ab".repeat(32));
        WebClient ann = serverOf("ann");
        WebClient bob = serverOf("bob");

        AtomicInteger next = new AtomicInteger();
        List<String> owners = Together.run(8, () -> {
            int i = next.getAndIncrement();
            String service = i / 2 % 2 == 0 ? STORAGE : DATABASE;
            return i % 2 == 0 ? "ann:" + owner(ann, "ann", service) : "bob:" + owner(bob, "bob", service);
        });

        assertThat(owners)
                .containsOnly(
                        "ann:ann of " + STORAGE,
                        "ann:ann of " + DATABASE,
                        "bob:bob of " + STORAGE,
                        "bob:bob of " + DATABASE);
        assertThat(ask(ann, "ann", "https://vault.azure.net")).startsWith("refused: ");
        assertThat(hub.all()).contains("token-issued of ann", "token-issued of bob", "token-refused of ann");
        assertThat(hub.all()).doesNotContain(ask(ann, "ann", STORAGE)).doesNotContain(EntraStandIn.SECRET);
    }

    @Test
    void goesOnAfterARestartAndEndsWithTheKey() throws Exception {
        startHub("ab".repeat(32));
        WebClient ann = serverOf("ann");
        assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);

        hub.kill();
        startHub("ab".repeat(32));
        assertThat(owner(ann, "ann", DATABASE)).as("from what was kept").isEqualTo("ann of " + DATABASE);

        hub.kill();
        startHub("cd".repeat(32));
        assertThat(ask(ann, "ann", "https://datalake.azure.net"))
                .contains("refused: ")
                .contains("log in again");
        Eventually.holds(
                "she is led to the login: " + hub.all(),
                PATIENCE,
                () -> ann.get("/hub/home").location().orElse("").startsWith("/hub/login"));
        logIn(ann, "ann");
        assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);
    }

    @Test
    @RequiresEngine(Engine.AZURE_IDENTITY)
    void servesTheLibraryForNodeToo() throws Exception {
        Path script = folder.resolve("azure-server.mjs");
        try (InputStream content = getClass().getResourceAsStream("azure-server.mjs")) {
            Files.copy(content, script);
        }
        Path home = NodePackage.home("@azure/identity").orElseThrow();
        startHub("ab".repeat(32), List.of("node", script.toString(), home.toString()));
        WebClient ann = serverOf("ann");
        WebClient bob = serverOf("bob");

        assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);
        assertThat(owner(bob, "bob", STORAGE)).isEqualTo("bob of " + STORAGE);
        assertThat(owner(ann, "ann", DATABASE)).isEqualTo("ann of " + DATABASE);
        assertThat(ask(ann, "ann", "https://vault.azure.net")).startsWith("refused: ");
    }

    @Test
    void runsTheHelmBlockAsItIsPublished() throws Exception {
        Path values = folder.resolve("values.yaml");
        String block = """
                hub:
                  revisionHistoryLimit:
                  config:
                    AzureAdOAuthenticator:
                      client_id: %1$s
                      client_secret: %2$s
                      oauth_callback_url: http://localhost:%3$d/hub/oauth_callback
                      tenant_id: %4$s
                      enable_auth_state: true
                    JupyterHub:
                      admin_access: true
                      authenticator_class: azuread
                """.formatted(EntraStandIn.CLIENT, EntraStandIn.SECRET, port, EntraStandIn.TENANT);
        Files.writeString(values, block);
        try (HubRun without = new HubRun(folder, "check", "-f", values.toString())) {
            assertThat(without.awaitEnd()).isNotZero();
            assertThat(without.all()).contains("enable_auth_state", "JUPYTERHUB_CRYPT_KEY", "openssl rand -hex 32");
        }

        // What the block leaves to the chart: where the hub listens, its key, and here whom it takes for Microsoft.
        Path machine = folder.resolve("machine.yaml");
        Files.writeString(
                machine, """
                JupyterHub:
                  bind_url: http://127.0.0.1:%d
                  hub_bind_url: http://127.0.0.1:%d
                  spawner_class: simple
                  data_folder: data
                CryptKeeper:
                  keys: %s
                AzureAdOAuthenticator:
                  authority_host: %s
                  http_request_kwargs: {ca_certs: %s}
                """.formatted(port, hubPort, "ab".repeat(32), entra.address(), folder.resolve("ca.pem")));
        hub = new HubRun(folder, "hub", "-f", values.toString(), "-f", machine.toString());
        hub.awaitReady();
        assertThat(hub.all()).contains("admin_access has no effect", "no allow rule");

        WebClient browser = new WebClient(HubRun.at(port));
        URI back = entra.visit(
                URI.create(browser.get("/hub/login/default").location().orElseThrow()), "ann");
        assertThat(back.toString()).startsWith("http://localhost:" + port + "/hub/oauth_callback?");
        WebClient.Answer answer = browser.get(back.getRawPath() + "?" + back.getRawQuery());
        assertThat(browser.follow(answer).body()).as("nobody is let in yet").contains("you may not use this hub");
    }

    private void startHub(String key) throws IOException {
        startHub(key, AzureServer.command());
    }

    private void startHub(String key, List<String> command) throws IOException {
        Path settings = folder.resolve("hub.yaml");
        Files.writeString(settings, """
                JupyterHub:
                  bind_url: http://127.0.0.1:%1$d
                  hub_bind_url: http://127.0.0.1:%2$d
                  public_url: http://127.0.0.1:%1$d/
                  cleanup_servers: false
                  authenticator_class: azuread
                  spawner_class: simple
                  data_folder: data
                CryptKeeper:
                  keys: %3$s
                AzureAdOAuthenticator:
                  tenant_id: %4$s
                  client_id: %5$s
                  client_secret: "%6$s"
                  oauth_callback_url: http://127.0.0.1:%1$d/hub/oauth_callback
                  authority_host: %7$s
                  http_request_kwargs: {ca_certs: %8$s}
                  username_map: {ann@contoso.example: ann, bob@contoso.example: bob}
                  enable_auth_state: true
                  auth_refresh_age: 1
                  allow_all: true
                  token_resources: [%9$s, %10$s/, "https://datalake.azure.net"]
                Spawner:
                  cmd: [%11$s]
                """.formatted(
                        port,
                        hubPort,
                        key,
                        EntraStandIn.TENANT,
                        EntraStandIn.CLIENT,
                        EntraStandIn.SECRET,
                        entra.address(),
                        folder.resolve("ca.pem"),
                        STORAGE,
                        DATABASE,
                        command.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "))));
        hub = new HubRun(folder, "hub", "--debug", "-f", settings.toString());
        hub.awaitReady();
    }

    private WebClient serverOf(String person) throws Exception {
        WebClient browser = new WebClient(HubRun.at(port));
        logIn(browser, person);
        browser.get("/hub/spawn");
        Eventually.holds("the server answers: " + hub.all(), PATIENCE, () -> browser.get("/user/" + person + "/")
                .body()
                .equals("ready"));
        return browser;
    }

    private void logIn(WebClient browser, String person) throws Exception {
        String address = browser.get("/hub/login/default").location().orElseThrow();
        URI back = entra.visit(URI.create(address), person);
        assertThat(browser.get(back.getRawPath() + "?" + back.getRawQuery()).status())
                .as(hub.all())
                .isEqualTo(302);
    }

    private static String ask(WebClient browser, String person, String service) {
        return browser.get("/user/" + person + "/?" + service).body();
    }

    private static String owner(WebClient browser, String person, String service) {
        String answer = ask(browser, person, service);
        try {
            var claims = SignedJWT.parse(answer).getJWTClaimsSet();
            return claims.getClaim("upn") + " of " + claims.getAudience().get(0);
        } catch (java.text.ParseException e) {
            throw new AssertionError(answer);
        }
    }
}
