package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerView;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The API about servers: start, stop, watch. */
final class ServerApi {

    /** What JupyterHub 6 puts the choice into. */
    private static final Set<String> WRAPPED = Set.of("user_options", "display_name");

    private final HubStore store;
    private final Visitors visitors;
    private final Servers servers;
    private final Models models;

    ServerApi(HubStore store, Visitors visitors, Servers servers, Models models) {
        this.models = models;
        this.store = store;
        this.visitors = visitors;
        this.servers = servers;
    }

    /** One that was never started, and is not the default one, is not there. */
    Response get(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = permitted(request, visitor, "read:servers");
        Optional<ServerRecord> record = store.servers().find(server);
        if (record.isEmpty() && !server.name().isEmpty()) {
            throw Access.notFound("server " + server);
        }
        return Json.ok(models.server(record.orElseGet(() -> ServerRecord.stopped(server)), visitor.scopes()));
    }

    /** 201 when it is ready, 202 while it is starting, 400 if it runs, 429 if there are too many. */
    Response start(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = permitted(request, visitor, "start:servers");
        if (servers.view(server).ready()) {
            throw new HttpError(400, "The server " + server + " is running already");
        }
        Optional<ObjectNode> body = request.body().length == 0 ? Optional.empty() : Optional.of(Json.body(request));
        Optional<ObjectNode> wrapping = body.filter(ServerApi::isWrapping);
        Optional<String> shown = wrapping.map(node -> node.path("display_name"))
                .filter(JsonNode::isTextual)
                .map(name -> Servers.shown(server, name.asText()));
        servers.start(server, options(body, wrapping, server), visitor.isAdministrator());
        if (shown.isPresent()) {
            servers.call(server, shown.get());
        }
        servers.awaitStarted(server);
        ServerView view = servers.view(server);
        if (view.pending().isEmpty() && !view.ready()) {
            throw new HttpError(500, view.failure().orElse("The server did not start"));
        }
        return Response.status(view.ready() ? 201 : 202);
    }

    /** A body of any kind is the whole choice, if it has none in it; without one the last choice holds again. */
    private Opaque options(Optional<ObjectNode> body, Optional<ObjectNode> wrapping, ServerRef server)
            throws ProviderException {
        Optional<ObjectNode> options = wrapping.isPresent()
                ? wrapping.map(node -> node.get("user_options"))
                        .filter(JsonNode::isObject)
                        .map(ObjectNode.class::cast)
                : body;
        if (options.isEmpty()) {
            return servers.lastOptions(server);
        }
        try {
            return Opaque.of(1, Json.plain(options.get()));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "These options cannot be kept: " + e.getMessage());
        }
    }

    private static boolean isWrapping(ObjectNode body) {
        JsonNode options = body.path("user_options");
        JsonNode shown = body.path("display_name");
        return !body.isEmpty()
                && WRAPPED.containsAll(names(body))
                && (options.isObject() || options.isNull() || options.isMissingNode())
                && (shown.isTextual() || shown.isNull() || shown.isMissingNode());
    }

    private static Set<String> names(ObjectNode body) {
        Set<String> names = new HashSet<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** 204 when it is gone, also when it was gone before, and 202 while it is stopping. */
    Response stop(Request request) throws ProviderException, InterruptedException {
        ServerRef server = permitted(request, "delete:servers");
        boolean remove = Body.of(request, "remove").flag("remove").orElse(false);
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
        return permitted(request, visitors.forApi(request), scope);
    }

    private ServerRef permitted(Request request, Visitor visitor, String scope) throws ProviderException {
        return Access.server(store, visitor, scope, Servers.ref(request.path("user"), request));
    }
}
