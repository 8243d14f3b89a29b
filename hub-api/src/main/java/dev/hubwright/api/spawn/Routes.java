package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * The routing table of a proxy, in the shape of configurable-http-proxy's REST API, so that it may be in this process
 * or in another. Thread-safe; calls may block.
 *
 * <p>Paths begin with a slash, are percent-decoded and end without a slash, except for {@code /} itself.
 */
public interface Routes {

    /**
     * Adds or replaces a route.
     *
     * @param path what requests begin with, by whole segments; the longest match wins
     * @param target scheme, host and port
     * @param data plain values to keep with it, such as {@code user} and {@code server_name}
     */
    void put(String path, URI target, Map<String, Object> data) throws ProviderException;

    /** Removes a route; harmless if there is none. */
    void remove(String path) throws ProviderException;

    /** All routes by path. */
    Map<String, Route> all() throws ProviderException;

    /**
     * One route.
     *
     * @param target where it leads
     * @param data what was kept with it
     * @param lastActivity when something last went through
     */
    record Route(URI target, Map<String, Object> data, Instant lastActivity) {

        /** Copies the data. */
        public Route {
            data = Map.copyOf(data);
        }
    }
}
