package dev.hubwright.hub.cli;

import dev.hubwright.api.Origin;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import java.nio.file.Path;
import java.util.List;

/** The settings of the demo, as a file could hold them. */
final class DemoSettings {

    private static final List<String> USERS = List.of("demo");

    private DemoSettings() {}

    /**
     * Makes them.
     *
     * @param section the section of the demo authenticator
     * @param port as it stands on the command line
     * @param folder of the database and all other files
     */
    static RawSettings of(String section, String port, Secret password, Path folder, SingleUserServer server) {
        return RawSettings.empty()
                .with("JupyterHub", "ip", "127.0.0.1", Origin.CODE)
                .with("JupyterHub", "port", port, new Origin("--port"))
                .with("JupyterHub", "authenticator_class", "demo", Origin.CODE)
                .with("JupyterHub", "spawner_class", "simple", Origin.CODE)
                .with("JupyterHub", "db_url", "sqlite:///" + folder.resolve("hubwright.sqlite"), Origin.CODE)
                .with("JupyterHub", "data_folder", folder.toString(), new Origin("--data"))
                .with(section, "password", password.reveal(), Origin.CODE)
                .with("Authenticator", "allowed_users", USERS, Origin.CODE)
                .with("Authenticator", "admin_users", USERS, Origin.CODE)
                .with("Spawner", "cmd", server.command(), Origin.CODE)
                .with("Spawner", "args", server.arguments(), Origin.CODE)
                .with("Spawner", "environment", server.environment(), Origin.CODE)
                .with("Spawner", "default_url", server.defaultUrl(), Origin.CODE);
    }
}
