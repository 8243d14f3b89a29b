package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.operation.HealthMonitor;
import dev.hubwright.hub.operation.PartHealth;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.Locale;

/** {@code GET /health/parts}, of this hub alone: which of its parts answer. */
public final class HealthApi {

    private final Visitors visitors;
    private final HealthMonitor health;

    /** Takes what it works with. */
    public HealthApi(Visitors visitors, HealthMonitor health) {
        this.visitors = visitors;
        this.health = health;
    }

    /** Adds its route. */
    public void addTo(Router router, HubPaths paths) {
        router.add("GET", paths.api("health/parts"), this::get);
    }

    /** Always 200: it is the answer that says what is down. */
    private Response get(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        if (!visitor.scopes().allows("read:hub") && !visitor.scopes().allows("read:metrics")) {
            throw new HttpError(403, "This needs the scope read:hub or read:metrics");
        }
        ObjectNode answer = Json.object();
        ArrayNode parts = Json.object().putArray("parts");
        boolean down = false;
        for (PartHealth part : health.look()) {
            down |= part.status() == PartHealth.State.DOWN;
            parts.add(model(part));
        }
        answer.put("status", down ? "down" : "up");
        answer.set("parts", parts);
        return Json.ok(answer);
    }

    private static ObjectNode model(PartHealth part) {
        ObjectNode model = Json.object();
        model.put("kind", part.kind());
        model.put("name", part.name());
        model.put("status", part.status().name().toLowerCase(Locale.ROOT));
        model.put("message", part.message());
        model.put("since", Json.time(part.since()));
        model.put("checked", Json.time(part.checked()));
        model.putNull("last_error");
        part.lastError().ifPresent(trouble -> {
            ObjectNode error = model.putObject("last_error");
            error.put("message", trouble.message());
            error.put("time", Json.time(trouble.time()));
        });
        return model;
    }
}
