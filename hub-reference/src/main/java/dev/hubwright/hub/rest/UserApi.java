package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The API about people: who am I, who is that, and what have they been doing. */
final class UserApi {

    /** How far ahead of this clock a server's clock may be, in minutes: as in JupyterHub. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(59);

    private final HubStore store;
    private final Visitors visitors;
    private final Models models;
    private final Clock clock;

    UserApi(HubStore store, Visitors visitors, Models models, Clock clock) {
        this.store = store;
        this.visitors = visitors;
        this.models = models;
        this.clock = clock;
    }

    /** {@code GET /user}: 403, and nothing else, is how servers are told that a token is no good. */
    Response whoAmI(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        if (visitor.service().isPresent()) {
            return Json.ok(models.identity(visitor.service().get(), visitor.scopes()));
        }
        ObjectNode model = models.user(visitor.user(), store.servers().ofUser(visitor.name()), visitor.scopes());
        if (!model.has("groups")) {
            Models.array(model, "groups", new TreeSet<>(visitor.user().groups()));
        }
        Models.array(model, "scopes", visitor.scopes().textsWithMembers());
        Optional<String> sessionId = visitor.token()
                .map(token -> token.sessionId())
                .orElseGet(() -> visitor.session().map(session -> session.id()));
        sessionId.ifPresentOrElse(id -> model.put("session_id", id), () -> model.putNull("session_id"));
        visitor.token()
                .ifPresentOrElse(token -> model.put("token_id", "a" + token.id()), () -> model.putNull("token_id"));
        return Json.ok(model);
    }

    /** {@code GET /users/{user}}. */
    Response user(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        UserRecord user = Access.user(store, visitor, "read:users:name", request.path("user"));
        return Json.ok(models.user(user, store.servers().ofUser(user.name()), visitor.scopes()));
    }

    /** {@code POST /users/{user}/activity}: times only ever move forward. */
    Response activity(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        UserRecord user = Access.user(store, visitor, "users:activity", request.path("user"));
        ObjectNode body = Json.body(request);
        JsonNode servers = body.path("servers");
        if (!body.has("servers") && !body.has("last_activity")) {
            throw new HttpError(400, "The body must have \"servers\" or \"last_activity\"");
        }
        if (!servers.isMissingNode() && !servers.isObject()) {
            throw new HttpError(400, "\"servers\" must be an object with a server's name as each key");
        }
        Map<ServerRef, Instant> times = new LinkedHashMap<>();
        List<ServerRecord> known = store.servers().ofUser(user.name());
        for (Iterator<Map.Entry<String, JsonNode>> each = servers.fields(); each.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = each.next();
            times.put(
                    known(known, user.name(), entry.getKey()),
                    time(entry.getValue().path("last_activity")));
        }
        if (body.has("last_activity")) {
            Instant time = time(body.path("last_activity"));
            store.users().update(user.name(), current -> current.orElse(user).withLastActivity(time));
        }
        for (Map.Entry<ServerRef, Instant> entry : times.entrySet()) {
            store.servers().update(entry.getKey(), record -> record.withLastActivity(entry.getValue()));
        }
        return Response.status(200);
    }

    private static ServerRef known(List<ServerRecord> servers, String user, String name) {
        return servers.stream()
                .map(ServerRecord::server)
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HttpError(400, "No server \"" + name + "\" of " + user + " is known"));
    }

    private Instant time(JsonNode node) {
        Instant time = Json.time(node, "last_activity");
        if (time.isAfter(clock.instant().plus(CLOCK_SKEW))) {
            throw new HttpError(400, "last_activity is in the future; set this server's clock right");
        }
        return time;
    }
}
