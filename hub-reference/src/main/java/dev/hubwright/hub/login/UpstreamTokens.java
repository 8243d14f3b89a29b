package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.UrlEncoding;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Gives running servers fresh tokens of their owners for other services, whatever the shape in which they are asked for.
 * What may be had is decided by {@code token_resources} of the authenticator that the owner came in by. Thread-safe.
 */
public final class UpstreamTokens {

    private static final int MOST_A_MINUTE = 120;
    /** A service asks for many people. */
    private static final int MOST_EXCHANGES_A_MINUTE = 600;

    private static final Duration STILL_THERE = Duration.ofMinutes(15);

    private final HubStore store;
    private final LoginPipeline pipeline;
    private final RandomText random;
    private final HubPaths paths;
    private final Optional<URI> publicUrl;
    private final Clock clock;
    private final Audit audit;
    private final Pace<ServerRef> pace;
    private final Pace<String> exchanges;

    /**
     * Takes what it works with.
     *
     * @param publicUrl the hub's address as browsers see it, where the operator has said it
     */
    public UpstreamTokens(
            HubStore store,
            LoginPipeline pipeline,
            RandomText random,
            HubPaths paths,
            Optional<URI> publicUrl,
            Clock clock,
            Audit audit) {
        this.store = store;
        this.pipeline = pipeline;
        this.random = random;
        this.paths = paths;
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.audit = audit;
        this.pace = new Pace<>(MOST_A_MINUTE, Duration.ofMinutes(1), clock);
        this.exchanges = new Pace<>(MOST_EXCHANGES_A_MINUTE, Duration.ofMinutes(1), clock);
    }

    /**
     * Gets a token for the owner of a server.
     *
     * @param visitor who asks; only a server's own token will do, which ends with the server
     * @param resource what the token is for
     * @throws HttpError 403 if it is anybody else, or if somebody else is using the server; 429 if it asks too often
     * @throws ProviderException if the issuer cannot be asked
     */
    public TokenAnswer get(Visitor visitor, String resource) throws ProviderException, InterruptedException {
        ServerRef server = visitor.server()
                .orElseThrow(() -> new HttpError(
                        403, "Only a running server can ask for this, with its own token: JUPYTERHUB_API_TOKEN"));
        Optional<Duration> wait = pace.waitFor(server);
        if (wait.isPresent()) {
            throw new HttpError(429, "This server asks for tokens too often; keep them until they end", wait);
        }
        checkNobodyElse(server, resource);
        return pipeline.token(visitor.name(), resource, "server " + server);
    }

    /**
     * Exchanges a token that a person gave to a service, and that was made for this hub, for one for something else.
     *
     * @param visitor who asks; only a service of the hub will do
     * @throws HttpError 403 if it is anybody else; 429 if it asks too often
     * @throws ProviderException if the issuer cannot be asked
     */
    public LoginPipeline.Exchanged exchange(Visitor visitor, Secret token, String resource)
            throws ProviderException, InterruptedException {
        String service = visitor.service()
                .map(ServiceAccount::name)
                .orElseThrow(
                        () -> new HttpError(403, "Only a service of the hub can exchange tokens, with its own token"));
        Optional<Duration> wait = exchanges.waitFor(service);
        if (wait.isPresent()) {
            throw new HttpError(429, "This service exchanges tokens too often; keep them until they end", wait);
        }
        return pipeline.exchange(service, token, resource);
    }

    /** Whoever else has come into the server by a browser could have it ask in the owner's name. */
    private void checkNobodyElse(ServerRef server, String resource) throws ProviderException {
        Instant lately = clock.instant().minus(STILL_THERE);
        Optional<String> other = store.tokens().ofClientWithout(ServerPaths.clientId(server), server.user()).stream()
                .filter(token -> token.lastActivity().orElse(token.created()).isAfter(lately))
                .map(TokenRecord::owner)
                .findFirst();
        if (other.isPresent()) {
            audit.record(
                    "token-refused",
                    server.user(),
                    Map.of(
                            "resource",
                            resource,
                            "by",
                            "server " + server,
                            "reason",
                            other.get() + " is in the server"));
            throw new HttpError(
                    403, "There are no tokens of " + server.user() + " while " + other.get() + " uses this server");
        }
    }

    /** Where the person can do what an answer asks for; a path where the hub does not know its own address. */
    public String loginUrl(UserRecord user, TokenAnswer.LoginNeeded needed) throws ProviderException {
        String instance = user.instance();
        String path = LoginMethods.path(paths, instance, paths.hub("home"));
        if (!needed.hint().equals(Opaque.empty())) {
            Secret id = random.secret(43);
            store.flows().put(id, instance, "", needed.hint());
            path += "&hint=" + UrlEncoding.encode(id.reveal());
        }
        String relative = path;
        return publicUrl.map(url -> url.resolve(relative).toString()).orElse(relative);
    }
}
