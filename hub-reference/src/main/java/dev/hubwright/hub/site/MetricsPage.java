package dev.hubwright.hub.site;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The hub's numbers for a monitoring system, by token or cookie unless everybody may see them. */
final class MetricsPage {

    private static final String SCOPE = "read:metrics";

    private final HubMetrics metrics;
    private final Visitors visitors;
    private final boolean open;

    MetricsPage(HubMetrics metrics, Visitors visitors, boolean open) {
        this.metrics = metrics;
        this.visitors = visitors;
        this.open = open;
    }

    Response get(Request request) throws ProviderException, InterruptedException {
        if (!open && visitor(request).filter(this::may).isEmpty()) {
            throw new HttpError(403, "This needs the scope " + SCOPE);
        }
        byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
        return Response.of(200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    private Optional<Visitor> visitor(Request request) throws ProviderException, InterruptedException {
        return request.header("authorization").isPresent() ? visitors.byToken(request) : visitors.byCookie(request);
    }

    private boolean may(Visitor visitor) {
        return visitor.scopes().allows(SCOPE);
    }
}
