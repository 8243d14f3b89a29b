package dev.hubwright.api.spawn;

import java.net.URI;

/** Asks a server whether it answers. Implemented by the hub over HTTP; thread-safe, blocks for a few seconds at most. */
@FunctionalInterface
public interface Readiness {

    /**
     * Asks once, at {@code uri} and the server's own path.
     *
     * @param uri scheme, host and port
     * @param servicePrefix the path that the server answers under
     * @return whether anything came back that shows a server of ours: any HTTP status below 500
     */
    boolean answers(ServerRef server, URI uri, String servicePrefix) throws InterruptedException;
}
