package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.Optional;

/** The API, of JupyterHub 6, about servers that are not started by it: what they are to be like. */
final class ServerChangeApi {

    private final HubStore store;
    private final Visitors visitors;
    private final Servers servers;
    private final Models models;

    ServerChangeApi(HubStore store, Visitors visitors, Servers servers, Models models) {
        this.store = store;
        this.visitors = visitors;
        this.servers = servers;
        this.models = models;
    }

    /** {@code PUT /users/{user}/servers/{server}}: makes one, and does not start it; 409 if it is there, as the default one always is. */
    Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = permitted(request, visitor);
        Body body = Body.of(request, "display_name", "user_options");
        ServerRecord record = servers.create(server, body.text("display_name"), options(body));
        return Response.json(201, models.server(record, visitor.scopes()).toString());
    }

    /** {@code PATCH /users/{user}/servers/{server}}: what its next start is to be like. */
    Response change(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = permitted(request, visitor);
        Body body = Body.of(request, "name", "display_name", "user_options");
        refuseAnotherName(body, server);
        if (!server.name().isEmpty() && store.servers().find(server).isEmpty()) {
            throw Access.notFound("server " + server);
        }
        return Json.ok(
                models.server(servers.choose(server, body.text("display_name"), options(body)), visitor.scopes()));
    }

    private ServerRef permitted(Request request, Visitor visitor) throws ProviderException {
        return Access.server(store, visitor, "start:servers", Servers.ref(request.path("user"), request));
    }

    private static Optional<Opaque> options(Body body) {
        try {
            Optional<ObjectNode> options = body.object("user_options");
            return options.map(node -> Opaque.of(1, Json.plain(node)));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "These options cannot be kept: " + e.getMessage());
        }
    }

    private static void refuseAnotherName(Body body, ServerRef server) {
        if (body.text("name").filter(name -> !name.equals(server.name())).isPresent()) {
            throw new HttpError(
                    400,
                    "name: that of a server stays, as its volumes and containers are named after it; display_name can be changed");
        }
    }
}
