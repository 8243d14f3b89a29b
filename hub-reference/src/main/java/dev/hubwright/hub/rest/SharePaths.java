package dev.hubwright.hub.rest;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.util.Optional;

/** Which server a request about shares means. */
final class SharePaths {

    private SharePaths() {}

    /** {@code owner/name}, or {@code owner/} for the default server; empty for {@code owner}, which means all. */
    static Optional<ServerRef> server(Request request) {
        boolean whole = !request.hasPath("server") && !request.rawPath().endsWith("/");
        return whole ? Optional.empty() : Optional.of(named(request));
    }

    /** The same where one server has to be named. */
    static ServerRef oneServer(Request request) {
        return server(request)
                .orElseThrow(() ->
                        new HttpError(405, "Name a server: owner/name, or owner/ with a slash for the default server"));
    }

    private static ServerRef named(Request request) {
        return Servers.ref(request.path("owner"), request);
    }

    /** The server, which has to have been there once. */
    static ServerRef known(HubStore store, ServerRef server) throws ProviderException {
        if (store.servers().find(server).isEmpty()) {
            throw new HttpError(404, "There is no server " + server);
        }
        return server;
    }
}
