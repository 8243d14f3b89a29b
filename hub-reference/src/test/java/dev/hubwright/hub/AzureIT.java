package dev.hubwright.hub;

import static dev.hubwright.hub.AzureHub.DATABASE;
import static dev.hubwright.hub.AzureHub.PATIENCE;
import static dev.hubwright.hub.AzureHub.STORAGE;
import static dev.hubwright.hub.AzureHub.ask;
import static dev.hubwright.hub.AzureHub.owner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.NodePackage;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.Together;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import dev.hubwright.auth.azuread.entra.Person;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's own library in servers that the hub started: it gets the tokens of whoever the server belongs to. */
@Timeout(300)
class AzureIT {

    private static final String KEY = "ab".repeat(32);

    @TempDir
    Path folder;

    private AzureHub hub;

    @BeforeEach
    void prepare() throws Exception {
        hub = new AzureHub(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void givesEachServerTheTokensOfItsOwner() throws Exception {
        hub.start(KEY, AzureServer.command());
        WebClient ann = hub.serverOf("ann");
        WebClient bob = hub.serverOf("bob");

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
        assertThat(hub.log()).contains("token-issued of ann", "token-issued of bob", "token-refused of ann");
        assertThat(hub.log()).doesNotContain(ask(ann, "ann", STORAGE)).doesNotContain(EntraStandIn.SECRET);
    }

    @Test
    void leadsThroughTheRightPageOnce() throws Exception {
        String claims = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
        hub.start(KEY, AzureServer.command());
        WebClient ann = hub.serverOf("ann");
        hub.entra.withoutConsent.add(STORAGE);
        hub.entra.challenges.put(DATABASE, claims);

        for (String service : List.of(STORAGE, DATABASE)) {
            String refused = ask(ann, "ann", service);
            assertThat(refused).contains("log in again, at http://127.0.0.1:" + hub.port);
            String page = refused.replaceFirst("(?s).*at http://127\\.0\\.0\\.1:\\d+(/hub/login[^\\s\"\\\\]+).*", "$1");
            assertThat(hub.logIn(ann, "ann", page).location()).contains("/hub/home");
            assertThat(owner(ann, "ann", service)).isEqualTo("ann of " + service);
            assertThat(ann.get(page).location().orElseThrow())
                    .as("another login asks for nothing special")
                    .doesNotContain("claims=")
                    .doesNotContain(".default");
        }
    }

    @Test
    void aPersonStaysWhoTheyAreWhenTheirNameChanges() throws Exception {
        hub.start(KEY, AzureServer.command());
        WebClient ann = hub.serverOf("ann");
        hub.entra.person("ann").claims.put("preferred_username", "ann.married@contoso.example");
        hub.entra.person("bob").claims.put("preferred_username", "ann@contoso.example");

        WebClient elsewhere = hub.browser();
        hub.logIn(elsewhere, "ann");
        assertThat(elsewhere.get("/user/ann/").body()).isEqualTo("ready");
        assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);

        WebClient bob = hub.browser();
        WebClient.Answer refused = hub.logIn(bob, "bob", "/hub/login/default");
        assertThat(bob.follow(refused).body()).contains("belongs to somebody else");
        assertThat(bob.get("/hub/home").status()).as("nobody is logged in").isEqualTo(302);
    }

    @Test
    void exchangesTokensThatServicesHold() throws Exception {
        hub.start(KEY, AzureServer.command());
        hub.logIn(hub.browser(), "ann");
        Person ann = hub.entra.person("ann");
        WholeHub.Api service = new WholeHub.Api(hub.browser(), AzureHub.SERVICE_TOKEN);

        WebClient.Answer answer = exchange(service, hub.entra.hubToken(ann, claims -> {}), STORAGE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(owner(answer.json().get("access_token").asText())).isEqualTo("ann of " + STORAGE);
        assertThat(answer.header("cache-control")).contains("no-store");

        String forOthers = hub.entra.hubToken(ann, claims -> claims.put("aud", "someone-elses-app"));
        String ofAStranger = hub.entra.hubToken(hub.entra.person("bob"), claims -> {});
        String right = hub.entra.hubToken(ann, claims -> {});
        assertThat(exchange(service, forOthers, STORAGE).status()).isEqualTo(403);
        assertThat(exchange(service, ofAStranger, STORAGE).status())
                .as("who has never been here")
                .isEqualTo(403);
        assertThat(exchange(service, right, "https://vault.azure.net").status()).isEqualTo(403);
        hub.entra.withoutConsent.add(DATABASE);
        WebClient.Answer consent = exchange(service, right, DATABASE);
        assertThat(consent.status()).isEqualTo(401);
        assertThat(consent.json().get("login_url").asText()).contains("/hub/login/default?");
        assertThat(hub.log())
                .contains(
                        "token-issued of ann for \"" + STORAGE + "\" to service dashboards", "access token is refused")
                .doesNotContain(right);
    }

    private static WebClient.Answer exchange(WholeHub.Api service, String token, String resource) {
        return service.post("upstream-token", "{\"assertion\": \"" + token + "\", \"resource\": \"" + resource + "\"}");
    }

    @Test
    void logsInAProgramByACodeThatIsTypedAtMicrosoft() throws Exception {
        hub.start(KEY, AzureServer.command());
        String[] program = {"token", "--device", "--hub", HubRun.at(hub.port).toString(), "--authenticator", "default"};
        Path here = Files.createDirectory(folder.resolve("program"));
        try (HubRun command = new HubRun(here, program)) {
            AtomicReference<String> code = new AtomicReference<>("");
            Eventually.holds("a code is shown: " + hub.log(), PATIENCE, () -> {
                Matcher shown = Pattern.compile("Open (\\S+) in a browser and type ([0-9A-F]{8})")
                        .matcher(command.all());
                boolean found = shown.find();
                code.set(found ? shown.group(2) : "");
                return found && shown.group(1).equals(hub.entra.address() + "/device");
            });
            hub.entra.typeCode(code.get(), Optional.of(hub.entra.person("ann")));

            assertThat(command.awaitEnd()).as(command.all() + hub.log()).isZero();
            WholeHub.Api ann = new WholeHub.Api(hub.browser(), command.out().strip());
            assertThat(ann.get("user").json().get("name").asText()).isEqualTo("ann");
            assertThat(hub.log()).contains("ann logged in by default");
        }
    }

    @Test
    void goesOnAfterARestartAndEndsWithTheKey() throws Exception {
        hub.start(KEY, AzureServer.command());
        WebClient ann = hub.serverOf("ann");
        assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);

        hub.kill();
        hub.start(KEY, AzureServer.command());
        assertThat(owner(ann, "ann", DATABASE)).as("from what was kept").isEqualTo("ann of " + DATABASE);

        hub.kill();
        hub.start("cd".repeat(32), AzureServer.command());
        assertThat(ask(ann, "ann", "https://datalake.azure.net"))
                .contains("refused: ")
                .contains("log in again");
        Eventually.holds(
                "she is led to the login: " + hub.log(),
                PATIENCE,
                () -> ann.get("/hub/home").location().orElse("").startsWith("/hub/login"));
        hub.logIn(ann, "ann");
        assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);
    }

    @Test
    @RequiresEngine(Engine.AZURE_IDENTITY)
    void servesTheLibraryForNodeToo() throws Exception {
        Path home = NodePackage.home("@azure/identity").orElseThrow();
        hub.start(KEY, List.of("node", hub.nodeProgram().toString(), home.toString()));
        WebClient ann = hub.serverOf("ann");
        WebClient bob = hub.serverOf("bob");

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
                """.formatted(EntraStandIn.CLIENT, EntraStandIn.SECRET, hub.port, EntraStandIn.TENANT);
        Files.writeString(values, block);
        try (HubRun without = new HubRun(folder, "check", "-f", values.toString())) {
            assertThat(without.awaitEnd()).isNotZero();
            assertThat(without.all()).contains("enable_auth_state", "JUPYTERHUB_CRYPT_KEY", "openssl rand -hex 32");
        }

        // What the block leaves to the chart: where the hub listens, its key, and here whom it takes for Microsoft.
        Path machine = folder.resolve("machine.yaml");
        Files.writeString(machine, """
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
                """.formatted(hub.port, hub.hubPort, KEY, hub.entra.address(), hub.authorities()));
        hub.take(new HubRun(folder, "hub", "-f", values.toString(), "-f", machine.toString()));
        assertThat(hub.log()).contains("admin_access has no effect", "no allow rule");

        WebClient browser = hub.browser();
        URI back = hub.entra.visit(
                URI.create(browser.get("/hub/login/default").location().orElseThrow()), "ann");
        assertThat(back.toString()).startsWith("http://localhost:" + hub.port + "/hub/oauth_callback?");
        WebClient.Answer answer = browser.get(back.getRawPath() + "?" + back.getRawQuery());
        assertThat(browser.follow(answer).body()).as("nobody is let in yet").contains("you may not use this hub");
    }
}
