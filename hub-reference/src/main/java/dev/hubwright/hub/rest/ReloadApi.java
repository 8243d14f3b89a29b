package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.List;

/** {@code POST /reload}, of this hub alone: reads the settings again, for administrators. */
public final class ReloadApi {

    private final Visitors visitors;
    private final Reloading reloading;

    /** Takes what it works with. */
    public ReloadApi(Visitors visitors, Reloading reloading) {
        this.visitors = visitors;
        this.reloading = reloading;
    }

    /** Adds its route. */
    public void addTo(Router router, HubPaths paths) {
        router.add("POST", paths.api("reload"), this::reload);
    }

    private Response reload(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        if (!visitor.isAdministrator()) {
            throw new HttpError(403, "Only administrators may have the settings read again");
        }
        try {
            Reloading.Outcome outcome = reloading.reload();
            ObjectNode answer = Json.object();
            Models.array(answer, "taken_over", outcome.takenOver());
            Models.array(answer, "need_restart", outcome.needRestart());
            return Json.ok(answer);
        } catch (InvalidSettings e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            throw new HttpError(400, "Nothing has changed: " + String.join("; ", problems));
        }
    }
}
