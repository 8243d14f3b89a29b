package dev.hubwright.hub;

import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A hub in a process of its own whose people come from an OpenID provider, as an operator would set it up. */
final class OidcHub implements AutoCloseable {

    static final String CLIENT_SECRET = "the secret of the hub as client";

    private final int port;
    private final int hubPort;
    private HubRun run;

    private OidcHub(int port, int hubPort) {
        this.port = port;
        this.hubPort = hubPort;
    }

    /** Takes ports, so that the provider can be told where the hub will be. */
    static OidcHub reserve() throws IOException {
        return new OidcHub(FreePort.take(), FreePort.take());
    }

    /**
     * Starts the hub, which logs as much as it can.
     *
     * @param issuer the provider
     * @param scope to ask for
     * @param group whose members come in
     * @param command what servers are
     */
    void start(Path folder, URI issuer, String scope, String group, List<String> command) throws IOException {
        Path settings = folder.resolve("hub.yaml");
        Files.writeString(settings, """
                JupyterHub:
                  bind_url: http://127.0.0.1:%1$d
                  hub_bind_url: http://127.0.0.1:%2$d
                  public_url: http://127.0.0.1:%1$d/
                  authenticator_class: oidc
                  spawner_class: simple
                  data_folder: data
                CryptKeeper:
                  keys: %3$s
                GenericOAuthenticator:
                  issuer: %4$s
                  client_id: hub
                  client_secret: %5$s
                  login_service: the institute
                  scope: [%8$s]
                  username_claim: preferred_username
                  post_logout_redirect_url: http://127.0.0.1:%1$d/hub/logout
                  allowed_groups: ["%6$s"]
                  enable_auth_state: true
                  refresh_pre_spawn: true
                  token_resources: [""]
                  auth_state_environment: {UPSTREAM_TOKEN: access_token, EMAIL: oauth_user.email}
                Spawner:
                  cmd: [%7$s]
                  environment: {JUPYTERHUB_SINGLEUSER_APP: notebook.notebookapp.NotebookApp}
                  default_url: /tree
                """.formatted(
                        port,
                        hubPort,
                        "ab".repeat(32),
                        issuer,
                        CLIENT_SECRET,
                        group,
                        command.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", ")),
                        scope));
        run = new HubRun(folder, "hub", "--debug", "-f", settings.toString());
        run.awaitReady();
    }

    /**
     * Starts the hub with a published file whose placeholders are filled in, and over it what concerns this machine.
     *
     * @param published with {@code <JH-IP>:<PORT>} where the hub is
     */
    void startPublished(Path folder, String published, List<String> command) throws IOException {
        Path file = Files.writeString(
                folder.resolve("jupyterhub_config.py"), published.replace("<JH-IP>:<PORT>", "127.0.0.1:" + port));
        Path machine = Files.writeString(folder.resolve("machine.yaml"), """
                JupyterHub:
                  bind_url: http://127.0.0.1:%1$d
                  hub_bind_url: http://127.0.0.1:%2$d
                  spawner_class: simple
                  data_folder: published
                GenericOAuthenticator:
                  scope: [openid, profile, email, groups]
                Spawner:
                  cmd: [%3$s]
                """.formatted(
                port, hubPort, command.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "))));
        run = new HubRun(folder, "hub", "-f", file.toString(), "-f", machine.toString());
        run.awaitReady();
    }

    URI url() {
        return HubRun.at(port);
    }

    String url(String path) {
        return url().resolve(path).toString();
    }

    /** Everything that it has logged. */
    String log() {
        return run.all();
    }

    /** What the one server that runs was told; its kernels were told the same. */
    String told(String variable) {
        List<Long> servers = HubRun.serversOf(hubPort);
        if (servers.isEmpty()) {
            throw new AssertionError("There is no server: " + log());
        }
        return HubRun.variable(servers.get(0), variable);
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
        HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }
}
