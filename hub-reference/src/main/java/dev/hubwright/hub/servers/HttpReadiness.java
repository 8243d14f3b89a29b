package dev.hubwright.hub.servers;

import dev.hubwright.api.spawn.Readiness;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks by HTTP. The path {@code api} below the server's own answers without a login on every version of
 * jupyterhub-singleuser.
 */
public final class HttpReadiness implements Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    /** Connects to nothing yet. */
    public HttpReadiness() {}

    @Override
    public boolean answers(ServerRef server, URI uri, String servicePrefix) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve(servicePrefix + "api"))
                .timeout(PATIENCE)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            // Not yet, which is what the caller wants to know.
            return false;
        }
    }
}
