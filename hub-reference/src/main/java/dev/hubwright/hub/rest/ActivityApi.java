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
        // Fields that a later server may add are passed over: refused whole, its report would leave it idle.
        ObjectNode body = Json.body(request);
        JsonNode reported = body.path("servers");
        if (!body.has("servers") && !body.has("last_activity")) {
            throw new HttpError(400, "The body must have \"servers\" or \"last_activity\"");
        }
        if (!reported.isMissingNode() && !reported.isObject()) {
            throw new HttpError(400, "\"servers\" must be an object with a server's name as each key");
        }
        Map<ServerRef, Instant> times = new LinkedHashMap<>();
        List<ServerRecord> known = store.servers().ofUser(user.name());
        for (Map.Entry<String, JsonNode> entry : reported.properties()) {
            times.put(
                    known(known, user.name(), entry.getKey()),
                    time(entry.getValue().path("last_activity")));
        }
        if (body.has("last_activity")) {
            Instant time = time(body.path("last_activity"));
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
        Instant time = Json.time(node, "last_activity");
        if (time.isAfter(clock.instant().plus(CLOCK_SKEW))) {
            throw new HttpError(400, "last_activity is in the future; set this server's clock right");
        }
        return time;
    }
}
