package dev.hubwright.hub.culling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.HubPaths;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Asks notebook servers whether a kernel computes. Activity alone does not tell: a long cell says nothing while it runs. */
public final class Kernels {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubStore store;
    private final RandomText random;
    private final HubPaths paths;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    /** Takes what it works with; connects to nothing yet. */
    public Kernels(HubStore store, RandomText random, HubPaths paths, Clock clock) {
        this.store = store;
        this.random = random;
        this.paths = paths;
        this.clock = clock;
    }

    enum Answer {
        BUSY,
        /** Also of a server that has no kernels. */
        IDLE,
        UNKNOWN
    }

    Answer ask(ServerRecord record) throws ProviderException, InterruptedException {
        if (record.uri().isEmpty()) {
            return Answer.UNKNOWN;
        }
        Secret token = random.secret(32);
        TokenRecord kept = store.tokens().add(visit(record.server()), token);
        try {
            String path = ServerPaths.prefix(paths.base(), record.server()) + "api/kernels";
            return ask(record.uri().get().resolve(path), token);
        } finally {
            store.tokens().revoke(kept.id());
        }
    }

    /** A pass into this one server, in its owner's name. */
    private Tokens.NewToken visit(ServerRef server) {
        return new Tokens.NewToken(
                server.user(),
                Tokens.HUB_CLIENT,
                Set.of("access:servers!server=" + server),
                "The hub looks whether a kernel computes",
                Optional.empty(),
                Optional.of(clock.instant().plus(Duration.ofMinutes(1))));
    }

    private Answer ask(URI uri, Secret token) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "token " + token.reveal())
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() >= 500) {
                    return Answer.UNKNOWN;
                }
                return answer.statusCode() == 200 ? read(body.readNBytes(LONGEST)) : Answer.IDLE;
            }
        } catch (IOException e) {
            return Answer.UNKNOWN;
        }
    }

    private static Answer read(byte[] body) {
        try {
            for (JsonNode kernel : JSON.readTree(body)) {
                if (kernel.path("execution_state").asText().equals("busy")) {
                    return Answer.BUSY;
                }
            }
            return Answer.IDLE;
        } catch (IOException e) {
            // Some other program's page.
            return Answer.IDLE;
        }
    }
}
