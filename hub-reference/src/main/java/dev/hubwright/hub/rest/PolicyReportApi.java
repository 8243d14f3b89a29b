package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /hub/security/csp-report}: what browsers report of pages that broke their policy, most of them those of
 * single-user servers, whose policy names this place. As in Content Security Policy Level 3, section 5.3.
 */
public final class PolicyReportApi {

    private static final Logger log = LoggerFactory.getLogger(PolicyReportApi.class);
    private static final int LONGEST = 200;

    private final Visitors visitors;
    private final HubMetrics metrics;

    /** Takes what it works with. */
    public PolicyReportApi(Visitors visitors, HubMetrics metrics) {
        this.visitors = visitors;
        this.metrics = metrics;
    }

    /** Adds its route. */
    public void addTo(Router router, HubPaths paths) {
        router.add("POST", paths.hub("security/csp-report"), this::post);
    }

    /** Browsers send the cookie of the login, and nothing that proves the page. Nothing is changed by it but a count. */
    private Response post(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byCookie(request)
                .orElseThrow(() -> new HttpError(403, "Reports are taken from browsers that are logged in"));
        JsonNode report = Json.body(request).path("csp-report");
        metrics.policyReport();
        log.info(
                "The browser of {} reports a page that broke its policy: {} of {} on {}",
                visitor.name(),
                text(report, "violated-directive"),
                address(report, "blocked-uri"),
                address(report, "document-uri"));
        return Response.status(204);
    }

    /** Without query and fragment, which may have secrets in them. */
    private static String address(JsonNode report, String field) {
        return text(report, field).replaceFirst("[?#].*", "");
    }

    private static String text(JsonNode report, String field) {
        String text = report.path(field).asText("");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
