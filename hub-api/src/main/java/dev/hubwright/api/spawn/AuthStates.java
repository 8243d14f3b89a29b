package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Identity;

/**
 * Looks up what is known about the owner of a server, for {@link ServerHooks} and {@link SpawnRequest}. Thread-safe, may
 * block.
 */
@FunctionalInterface
public interface AuthStates {

    /** What the authenticator keeps about the owner; {@link Opaque#empty()} if it is nothing. */
    Opaque of(ServerRef server) throws ProviderException;

    /** The owner as the authenticator knows them, in the groups that the hub itself knows of too. The default knows the hub name only. */
    default Identity identity(ServerRef server) throws ProviderException {
        return Identity.of(server.user());
    }
}
