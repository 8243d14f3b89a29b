package dev.hubwright.hub.workspace;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.oauth.ActivityReports;
import dev.hubwright.api.oauth.HubOAuth;
import dev.hubwright.api.oauth.HubOAuthConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A running workspace: everything that one process of it has. */
public final class Workspace implements AutoCloseable {

    private static final int THREADS_THAT_BLOCK = 8;
    private static final int SECONDS_BETWEEN_LOOKS = 20;

    private final Vertx vertx;
    private final WorkspaceServer server;
    private final Console console;
    private final ActivityReports activity;
    private final ScheduledExecutorService watch;

    private Workspace(HubOAuthConfig config, String host, int port, Path folder)
            throws IOException, ProviderException, InterruptedException {
        UserFiles files = new UserFiles(folder);
        console = new Console(files.root());
        activity = ActivityReports.start(config, Clock.systemUTC());
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(THREADS_THAT_BLOCK)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        watch = Executors.newSingleThreadScheduledExecutor();
        // A long calculation is use, though nobody sends anything.
        watch.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        server = WorkspaceServer.start(
                vertx,
                new WorkspaceSite(config, HubOAuth.of(config), files, console, activity, Clock.systemUTC()),
                host,
                port);
    }

    /**
     * Starts the workspace that a hub's environment describes.
     *
     * @throws InvalidSettings if the environment is none of a hub
     * @throws ProviderException if the address cannot be bound
     * @throws IOException if the folder cannot be used
     */
    public static Workspace start(Map<String, String> environment)
            throws IOException, ProviderException, InterruptedException {
        HubOAuthConfig config = HubOAuthConfig.of(environment);
        URI bind = URI.create(environment.getOrDefault("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:8888/"));
        if (bind.getPort() < 0) {
            throw new InvalidSettings("JUPYTERHUB_SERVICE_URL", "= \"" + bind + "\" has no port");
        }
        // Without a host: all interfaces.
        String host = bind.getHost() == null ? "0.0.0.0" : bind.getHost().replaceAll("[\\[\\]]", "");
        String folder = environment.getOrDefault("JUPYTERHUB_ROOT_DIR", "");
        String home = environment.getOrDefault("HOME", "");
        return new Workspace(config, host, bind.getPort(), Path.of(folder.replaceFirst("^~(?=/|$)", home)));
    }

    /** The port that was bound. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        activity.close();
        server.close();
        console.close();
        vertx.close();
    }

    private void look() {
        if (console.state() == Console.State.BUSY) {
            activity.touch();
        }
    }
}
