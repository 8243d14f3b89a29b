package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A hub in a process of its own, and the stand-in that it takes for Microsoft. */
final class AzureHub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);
    static final String STORAGE = "https://storage.azure.com";
    static final String DATABASE = "https://database.windows.net";

    /** Of the service {@code dashboards}. */
    static final String SERVICE_TOKEN = "5e".repeat(32);

    final EntraStandIn entra;
    final int port = FreePort.take();
    final int hubPort = FreePort.take();

    private final Path folder;
    private HubRun run;

    AzureHub(Path folder) throws Exception {
        this.folder = folder;
        this.entra = new EntraStandIn();
        Files.writeString(authorities(), EntraStandIn.certificate());
    }

    Path authorities() {
        return folder.resolve("ca.pem");
    }

    /** Starts it with servers that are processes, which run {@code command}. */
    void start(String key, List<String> command) throws IOException {
        start(key, "127.0.0.1", """
                JupyterHub:
                  spawner_class: simple
                Spawner:
                  cmd: [%s]
                """.formatted(quoted(command)));
    }

    /**
     * Starts it.
     *
     * @param host where servers reach it
     * @param servers settings that say what servers are
     */
    void start(String key, String host, String servers) throws IOException {
        Path settings = folder.resolve("hub.yaml");
        Files.writeString(settings, """
                JupyterHub:
                  bind_url: http://127.0.0.1:%1$d
                  hub_bind_url: http://%9$s:%2$d
                  public_url: http://127.0.0.1:%1$d/
                  cleanup_servers: false
                  authenticator_class: azuread
                  data_folder: data
                  services: [{name: dashboards, api_token: %10$s}]
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
                  token_resources: [%11$s, %12$s/, "https://datalake.azure.net"]
                  token_services: [dashboards]
                  allow_device_code: true
                """.formatted(
                        port,
                        hubPort,
                        key,
                        EntraStandIn.TENANT,
                        EntraStandIn.CLIENT,
                        EntraStandIn.SECRET,
                        entra.address(),
                        authorities(),
                        host,
                        SERVICE_TOKEN,
                        STORAGE,
                        DATABASE));
        Path more = Files.writeString(folder.resolve("servers.yaml"), servers);
        take(new HubRun(folder, "hub", "--debug", "-f", settings.toString(), "-f", more.toString()));
    }

    static String quoted(List<String> words) {
        return words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
    }

    /** Takes one that was started in another way. */
    void take(HubRun started) {
        run = started;
        run.awaitReady();
    }

    void kill() throws InterruptedException {
        run.kill();
    }

    String log() {
        return run.all();
    }

    WebClient browser() {
        return new WebClient(HubRun.at(port));
    }

    /** The program for Node that asks for tokens, as a file. */
    Path nodeProgram() throws IOException {
        Path script = folder.resolve("azure-server.mjs");
        try (InputStream content = getClass().getResourceAsStream("azure-server.mjs")) {
            Files.copy(content, script);
        }
        return script;
    }

    WebClient serverOf(String person) throws Exception {
        WebClient browser = browser();
        logIn(browser, person);
        browser.get("/hub/spawn");
        Eventually.holds("the server answers: " + log(), PATIENCE, () -> browser.get("/user/" + person + "/")
                .body()
                .equals("ready"));
        return browser;
    }

    void logIn(WebClient browser, String person) throws Exception {
        WebClient.Answer answer = logIn(browser, person, "/hub/login/default");
        assertThat(answer.status()).as(log()).isEqualTo(302);
    }

    /** From a page that begins a login to the answer that ends it. */
    WebClient.Answer logIn(WebClient browser, String person, String page) throws Exception {
        URI back = entra.visit(URI.create(browser.get(page).location().orElseThrow()), person);
        return browser.get(back.getRawPath() + "?" + back.getRawQuery());
    }

    /** What the server of a person says when it wants a token for a service. */
    static String ask(WebClient browser, String person, String service) {
        return browser.get("/user/" + person + "/?" + service).body();
    }

    /** Whose token it is, and for what. */
    static String owner(WebClient browser, String person, String service) {
        return owner(ask(browser, person, service));
    }

    static String owner(String token) {
        try {
            var claims = SignedJWT.parse(token).getJWTClaimsSet();
            return claims.getClaim("upn") + " of " + claims.getAudience().get(0);
        } catch (ParseException e) {
            throw new AssertionError(token);
        }
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
        HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        entra.close();
    }
}
