package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Identity;

/** Composes the request for one start: settings, command, environment. Implemented by the hub; thread-safe. */
@FunctionalInterface
public interface SpawnPlanner {

    /**
     * Plans a start. The supervisor sets server, owner, spawn id, deadline, user options and
     * previous state itself.
     *
     * @param owner the server's owner as the authenticator knows them
     * @param spawner the name of the spawner instance
     * @param token the server's own API token
     * @return the request, or a refusal that is nobody's failure
     * @throws ProviderException if it cannot be planned now
     */
    SpawnPlan plan(ServerRef server, Identity owner, String spawner, Opaque userOptions, Secret token)
            throws ProviderException;
}
