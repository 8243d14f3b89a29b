package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.util.Optional;

/** Gives servers their tokens. Implemented by the hub; thread-safe, may block. */
public interface ServerCredentials {

    /** Makes a token for one start of a server and registers the server as OAuth client with it. */
    Issued issue(ServerRef server, String spawnId) throws ProviderException;

    /**
     * The token of an earlier start again, for a server that was kept ({@link StopResult.Kept}) and holds it.
     *
     * <p>The default cannot tell it again; then it is revoked and another one issued.
     *
     * @return empty if the token has ended or cannot be told
     */
    default Optional<Issued> reissue(ServerRef server, String spawnId, String tokenId) throws ProviderException {
        return Optional.empty();
    }

    /** Ends a token, the OAuth client with it, and every browser token that came from it; harmless if it is gone. */
    void revoke(ServerRef server, String tokenId) throws ProviderException;

    /**
     * A token.
     *
     * @param tokenId by which it can be revoked, also after a restart of the hub
     * @param token the token itself
     */
    record Issued(String tokenId, Secret token) {}
}
