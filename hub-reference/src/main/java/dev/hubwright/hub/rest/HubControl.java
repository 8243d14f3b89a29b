package dev.hubwright.hub.rest;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.web.HttpError;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The hub as a whole, as far as the API has to do with it. Thread-safe; calls may block. */
public interface HubControl {

    /** What the hub is made of. */
    About about();

    /** The routes of the proxy. */
    Routes routes();

    /** Makes sure now that the proxy has all routes. */
    void checkProxy() throws ProviderException;

    /**
     * Goes on with a proxy whose API is elsewhere, or wants another token, and gives it all routes.
     *
     * @return false for a hub whose proxy is its own, which is nowhere else
     */
    boolean moveProxy(Optional<URI> api, Optional<Secret> token) throws ProviderException;

    /**
     * Ends the hub in a moment, so that the request that asks for it can still be answered.
     *
     * @param servers whether everybody's servers end first; the operator's own decision if nothing is said
     */
    void shutDown(Optional<Boolean> servers);

    /** How many entries a list has where a request does not say. */
    int usualPage();

    /** How many entries a list has at most. */
    int longestPage();

    /** Whether groups come from authenticators alone, and cannot be changed at the hub. */
    boolean groupsAreManaged();

    /**
     * For whatever would change groups at the hub.
     *
     * @throws HttpError 400 where they come from authenticators
     */
    default void refuseManagedGroups() {
        if (groupsAreManaged()) {
            throw new HttpError(400, "Groups come from the authenticator (manage_groups) and cannot be changed here");
        }
    }

    /**
     * Versions and kinds.
     *
     * @param version of this hub
     * @param authenticators kinds by instance name
     * @param spawners kinds by instance name
     */
    record About(String version, Map<String, String> authenticators, Map<String, String> spawners) {

        /** Copies. */
        public About {
            authenticators = Map.copyOf(authenticators);
            spawners = Map.copyOf(spawners);
        }
    }
}
