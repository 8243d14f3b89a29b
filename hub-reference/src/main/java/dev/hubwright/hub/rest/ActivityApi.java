package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /users/{user}/activity}: what servers report of their use. Times only ever move forward. */
final class ActivityApi {

    /** How far ahead of this clock a server's clock may be, in minutes: as in JupyterHub. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(59);

    private static final String LAST_ACTIVITY = "last_activity";

    private final HubStore store;
    private final Servers servers;
    private final Visitors visitors;
    private final Clock clock;

    ActivityApi(HubStore store, Servers servers, Visitors visitors, Clock clock) {
        this.store = store;
        this.servers = servers;
        this.visitors = visitors;
        this.clock = clock;
    }

    Response post(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        UserRecord user = Access.user(store, visitor, "users:activity", request.path("user"));
        ObjectNode body = Json.body(request, "servers", LAST_ACTIVITY);
        JsonNode reported = body.path("servers");
        if (!body.has("servers") && !body.has(LAST_ACTIVITY)) {
            throw new HttpError(400, "The body must have \"servers\" or \"last_activity\"");
        }
        if (!reported.isMissingNode() && !reported.isObject()) {
            throw new HttpError(400, "\"servers\" must be an object with a server's name as each key");
        }
        Map<ServerRef, Instant> times = new LinkedHashMap<>();
        List<ServerRecord> known = store.servers().ofUser(user.name());
        for (Map.Entry<String, JsonNode> entry : reported.properties()) {
            Json.refuseUnknown(entry.getValue(), LAST_ACTIVITY);
            times.put(
                    known(known, user.name(), entry.getKey()),
                    time(entry.getValue().path(LAST_ACTIVITY)));
        }
        if (body.has(LAST_ACTIVITY)) {
            Instant time = time(body.path(LAST_ACTIVITY));
            if (servers.isNews(user.lastActivity(), time)) {
                store.users().update(user.name(), current -> current.orElseThrow(
                                () -> Access.notFound("user " + user.name()))
                        .withLastActivity(time));
            }
        }
        for (Map.Entry<ServerRef, Instant> entry : times.entrySet()) {
            servers.activity(entry.getKey(), entry.getValue());
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
        Instant time = Json.time(node, LAST_ACTIVITY);
        if (time.isAfter(clock.instant().plus(CLOCK_SKEW))) {
            throw new HttpError(400, "last_activity is in the future; set this server's clock right");
        }
        return time;
    }
}
