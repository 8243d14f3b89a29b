package dev.hubwright.hub.login;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.UrlEncoding;
import java.net.URI;
import java.util.Optional;

/**
 * Gives running servers fresh tokens of their owners for other services, whatever the shape in which they are asked for.
 * What may be had is decided by {@code token_resources} of the authenticator that the owner came in by. Thread-safe.
 */
public final class UpstreamTokens {

    private final HubStore store;
    private final LoginPipeline pipeline;
    private final RandomText random;
    private final HubPaths paths;
    private final Optional<URI> publicUrl;

    /**
     * Takes what it works with.
     *
     * @param publicUrl the hub's address as browsers see it, where the operator has said it
     */
    public UpstreamTokens(
            HubStore store, LoginPipeline pipeline, RandomText random, HubPaths paths, Optional<URI> publicUrl) {
        this.store = store;
        this.pipeline = pipeline;
        this.random = random;
        this.paths = paths;
        this.publicUrl = publicUrl;
    }

    /**
     * Gets a token for the owner of a server.
     *
     * @param visitor who asks; only a server's own token will do, which ends with the server
     * @param resource what the token is for
     * @throws HttpError 403 if it is anybody else
     * @throws ProviderException if the issuer cannot be asked
     */
    public TokenAnswer get(Visitor visitor, String resource) throws ProviderException, InterruptedException {
        ServerRef server = visitor.server()
                .orElseThrow(() -> new HttpError(
                        403, "Only a running server can ask for this, with its own token: JUPYTERHUB_API_TOKEN"));
        return pipeline.token(visitor.name(), resource, "server " + server);
    }

    /** Where the owner can do what an answer asks for; a path where the hub does not know its own address. */
    public String loginUrl(Visitor visitor, TokenAnswer.LoginNeeded needed) throws ProviderException {
        String instance = visitor.user().instance();
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
