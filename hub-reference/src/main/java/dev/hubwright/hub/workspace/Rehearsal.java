package dev.hubwright.hub.workspace;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A workspace that starts for nobody, is asked once and ends: so that a JVM sees which classes a start takes. */
public final class Rehearsal {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PREFIX = "/user/nobody/";

    private Rehearsal() {}

    /** Does it. Blocks until the workspace has ended. */
    public static void run() throws IOException, ProviderException, InterruptedException {
        Path folder = Files.createTempDirectory("hubwright-rehearsal");
        try (Workspace workspace = Workspace.start(environment(folder))) {
            HttpClient client = HttpClient.newHttpClient();
            for (String path : List.of("api", "")) {
                URI address = URI.create("http://127.0.0.1:" + workspace.port() + PREFIX + path);
                client.send(
                        HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        } finally {
            Files.delete(folder);
        }
    }

    /** As of a hub that there is not, and that is never asked. */
    private static Map<String, String> environment(Path folder) {
        return Map.of(
                "JUPYTERHUB_API_TOKEN", "none",
                "JUPYTERHUB_CLIENT_ID", "jupyterhub-user-nobody",
                "JUPYTERHUB_API_URL", "http://127.0.0.1:9/hub/api",
                "JUPYTERHUB_BASE_URL", "/",
                "JUPYTERHUB_SERVICE_PREFIX", PREFIX,
                "JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:0" + PREFIX,
                "JUPYTERHUB_OAUTH_CALLBACK_URL", PREFIX + "oauth_callback",
                "JUPYTERHUB_OAUTH_ACCESS_SCOPES", "[\"access:servers\"]",
                "JUPYTERHUB_ROOT_DIR", folder.toString());
    }
}
