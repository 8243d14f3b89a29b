package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.Map;
import java.util.Optional;

/** {@code GET} and {@code PATCH /maintenance}, of this hub alone: maintenance and the announcement. */
public final class NoticeApi {

    private final Visitors visitors;
    private final Notices notices;
    private final Audit audit;

    /** Takes what it works with. */
    public NoticeApi(Visitors visitors, Notices notices, Audit audit) {
        this.visitors = visitors;
        this.notices = notices;
        this.audit = audit;
    }

    /** Adds its routes. */
    public void addTo(Router router, HubPaths paths) {
        router.add("GET", paths.api("maintenance"), this::get);
        router.add("PATCH", paths.api("maintenance"), this::change);
    }

    private Response get(Request request) throws ProviderException, InterruptedException {
        visitors.forApi(request);
        return answer();
    }

    private Response change(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        if (!visitor.isAdministrator()) {
            throw new HttpError(403, "Only administrators may do that");
        }
        Body.of(request, "maintenance", "message", "announcement");
        ObjectNode body = Json.body(request);
        Notices.Said before = notices.said();
        notices.say(new Notices.Said(
                flag(body.get("maintenance"), before.maintenance()),
                text(body.get("message"), "message", before.message()),
                text(body.get("announcement"), "announcement", before.announcement())));
        audit.record("notices", visitor.name(), Map.of("maintenance", String.valueOf(notices.maintenance())));
        return answer();
    }

    /** What is left out stays, and null takes it back. */
    private static Optional<Boolean> flag(JsonNode value, Optional<Boolean> before) {
        if (value == null || value.isNull()) {
            return value == null ? before : Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new HttpError(400, "maintenance must be true, false or null");
        }
        return Optional.of(value.asBoolean());
    }

    private static Optional<String> text(JsonNode value, String field, Optional<String> before) {
        if (value == null || value.isNull()) {
            return value == null ? before : Optional.empty();
        }
        if (!value.isTextual()) {
            throw new HttpError(400, field + " must be a text or null");
        }
        return Optional.of(value.asText().strip());
    }

    private Response answer() {
        ObjectNode model = Json.object();
        model.put("maintenance", notices.maintenance());
        model.put("message", notices.message());
        model.put("announcement", notices.announcement());
        return Json.ok(model);
    }
}
