package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerView;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;

/** The API about servers: start, stop, watch. */
final class ServerApi {

    private final HubStore store;
    private final Visitors visitors;
    private final Servers servers;

    ServerApi(HubStore store, Visitors visitors, Servers servers) {
        this.store = store;
        this.visitors = visitors;
        this.servers = servers;
    }

    /** 201 when it is ready, 202 while it is starting, 400 if it runs, 429 if there are too many. */
    Response start(Request request) throws ProviderException, InterruptedException {
        ServerRef server = permitted(request, "start:servers");
        if (servers.view(server).ready()) {
            throw new HttpError(400, "The server " + server + " is running already");
        }
        servers.start(server, options(request, server));
        servers.awaitStarted(server);
        ServerView view = servers.view(server);
        if (view.pending().isEmpty() && !view.ready()) {
            throw new HttpError(500, view.failure().orElse("The server did not start"));
        }
        return Response.status(view.ready() ? 201 : 202);
    }

    /** A body of any kind is the whole choice; without one the last choice holds again. */
    private Opaque options(Request request, ServerRef server) throws ProviderException {
        if (request.body().length == 0) {
            return servers.lastOptions(server);
        }
        try {
            return Opaque.of(1, Json.plain(Json.body(request)));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "These options cannot be kept: " + e.getMessage());
        }
    }

    /** 204 when it is gone, also when it was gone before, and 202 while it is stopping. */
    Response stop(Request request) throws ProviderException, InterruptedException {
        ServerRef server = permitted(request, "delete:servers");
        boolean remove = Json.body(request).path("remove").asBoolean(false);
        if (remove) {
            return Response.status(servers.delete(server) ? 204 : 202);
        }
        if (!server.name().isEmpty() && store.servers().find(server).isEmpty()) {
            throw new HttpError(404, "There is no server " + server);
        }
        servers.stop(server, StopMode.GRACEFUL);
        return Response.status(servers.awaitStopped(server) ? 204 : 202);
    }

    /** Server-sent events until the server is ready or has failed. */
    Response progress(Request request) throws ProviderException, InterruptedException {
        ServerRef server = permitted(request, "read:servers");
        ServerView view = servers.view(server);
        if (!view.active() && view.failure().isEmpty()) {
            throw new HttpError(400, "The server " + server + " is not starting");
        }
        return Response.events(sink -> servers.progress(server, event -> {
            ObjectNode data = Json.object();
            data.put("progress", event.percent());
            data.put("message", event.message());
            switch (event.kind()) {
                case READY -> {
                    data.put("ready", true);
                    data.put("url", event.url().orElse(view.path()));
                }
                case FAILED -> data.put("failed", true);
                case UNDER_WAY -> {
                    // Nothing more to say than how far it is.
                }
            }
            sink.send(data.toString());
            if (event.isLast()) {
                sink.end();
            }
        }));
    }

    private ServerRef permitted(Request request, String scope) throws ProviderException, InterruptedException {
        String name = request.hasPath("server") ? request.path("server") : "";
        ServerRef server = Servers.ref(request.path("user"), name);
        return Access.server(store, visitors.forApi(request), scope, server);
    }
}
