package dev.hubwright.hub;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A whole hub on free ports, whose servers are processes of this machine, for tests. */
final class RunningHub implements AutoCloseable {

    static final String PASSWORD = "correct horse";

    private final Path folder;
    private final String spawner;
    private final Map<String, Object> spawnerSettings;
    private final String hubHost;
    private final Consumer<HubBuilder> changes;
    private final int port = FreePort.take();
    private final int hubPort = FreePort.take();
    private Hub hub;

    /** Everybody has the same password; {@code admin} is an administrator, {@code mallory} is blocked. */
    RunningHub(Path folder, Map<String, Object> spawnerSettings) throws Exception {
        this(folder, "simple", spawnerSettings, "127.0.0.1", builder -> {});
    }

    private RunningHub(
            Path folder,
            String spawner,
            Map<String, Object> spawnerSettings,
            String hubHost,
            Consumer<HubBuilder> changes)
            throws Exception {
        this.changes = changes;
        this.folder = folder;
        this.spawner = spawner;
        this.spawnerSettings = spawnerSettings;
        this.hubHost = hubHost;
        start();
    }

    /** One with the machine's own notebook servers. */
    static RunningHub withNotebooks(Path folder) throws Exception {
        return withNotebooks(folder, builder -> {});
    }

    /** The same, changed. */
    static RunningHub withNotebooks(Path folder, Consumer<HubBuilder> changes) throws Exception {
        return new RunningHub(
                folder,
                "simple",
                Map.of(
                        "cmd", List.of("jupyterhub-singleuser"),
                        "args", List.of("--allow-root"),
                        "default_url", "/tree",
                        "environment", Map.of("JUPYTERHUB_SINGLEUSER_APP", "notebook.notebookapp.NotebookApp")),
                "127.0.0.1",
                changes);
    }

    /** One with notebook servers in containers, which reach the hub at an address of this machine. */
    static RunningHub withContainers(Path folder, String addressOfThisMachine) throws Exception {
        return new RunningHub(
                folder,
                "docker",
                Map.of(
                        "image",
                        "local/notebook:1",
                        "pull_policy",
                        "never",
                        "use_internal_ip",
                        true,
                        "cmd",
                        List.of("jupyterhub-singleuser"),
                        "default_url",
                        "/tree",
                        "environment",
                        Map.of("JUPYTERHUB_SINGLEUSER_APP", "notebook.notebookapp.NotebookApp")),
                addressOfThisMachine,
                builder -> {});
    }

    private void start() throws Exception {
        SpawnerFactory factory = Providers.discover(
                        SpawnerFactory.class, getClass().getClassLoader())
                .find(spawner)
                .orElseThrow();
        Settings settings = Settings.read(
                factory.schema(), RawSettings.of(Map.of(factory.schema().name(), spawnerSettings)), Map.of());
        ProviderContext context = ProviderContext.builder()
                .dataFolder(folder)
                .environment(System.getenv())
                .build();
        HubBuilder builder = Hub.builder()
                .bind("127.0.0.1", port)
                .hubBind(hubHost, hubPort)
                .dataFolder(folder)
                .authenticator(
                        everybody(),
                        LoginRules.builder()
                                .allowAll(true)
                                .adminUsers(Set.of("admin"))
                                .blockedUsers(Set.of("mallory"))
                                .build())
                .spawner(spawner, factory.create(settings, context), settings);
        changes.accept(builder);
        hub = builder.start();
    }

    private static Authenticator everybody() {
        return request -> request.password().reveal().equals(PASSWORD)
                ? AuthResult.granted(Identity.of(request.username()))
                : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
    }

    URI url() {
        return hub.url();
    }

    String url(String path) {
        return hub.url().resolve(path).toString();
    }

    URI hubUrl() {
        return URI.create("http://" + hubHost + ":" + hubPort);
    }

    Hub hub() {
        return hub;
    }

    /** With all its servers, which would outlive it. */
    @Override
    public void close() {
        hub.stopAllServers();
        hub.close();
    }
}
