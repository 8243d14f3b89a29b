package dev.hubwright.hub.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.ErrorPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what went wrong: as JSON to programs, as a page to people. */
final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "That request cannot be understood"),
            Map.entry(403, "Not allowed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Not possible here"),
            Map.entry(424, "The server is not running"),
            Map.entry(429, "Too many at once"),
            Map.entry(500, "Something went wrong"),
            Map.entry(502, "The server gave no proper answer"),
            Map.entry(503, "Not available just now"),
            Map.entry(504, "The server took too long"));

    private static final Map<Integer, String> MESSAGES = Map.of(
            404, "There is nothing at this address.",
            500, "The fault is on our side, and its administrators can see it in the log.",
            502, "Your server runs but does not answer properly. Try again, or restart it.",
            503, "Your server does not answer. It may be starting or gone; look at your home page.",
            504, "Your server did not answer in time. Try again, or restart it.");

    private final HubPaths paths;
    private final Pages pages;

    ErrorAnswers(HubPaths paths, Pages pages) {
        this.paths = paths;
        this.pages = pages;
    }

    /** A page about a status, with nothing of the request in it. */
    String page(int status) {
        return pages.error(page(Chrome.anonymous(""), status, MESSAGES.getOrDefault(status, "")));
    }

    Response answer(Request request, int status, String message) {
        if (isForPrograms(request)) {
            return request.rawPath().startsWith(paths.api("oauth2/"))
                    ? oauth(status, message)
                    : Response.jsonError(status, message);
        }
        // No cookie: it would take the place of the one that forms in other tabs rely on.
        return Response.html(status, pages.error(page(Chrome.anonymous(""), status, message)))
                .with("cache-control", "no-store");
    }

    /** As clients of OAuth expect it, who look for {@code error}, and as the rest of the API says it. */
    private static Response oauth(int status, String message) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("status", status);
        answer.put("message", message);
        answer.put(
                "error", status == 503 ? "temporarily_unavailable" : status < 500 ? "invalid_request" : "server_error");
        answer.put("error_description", message);
        return Response.json(status, answer.toString()).with("cache-control", "no-store");
    }

    /** Something that the hub needs is out of reach, which is nobody's fault here and may pass. */
    Response unavailable(Request request, ProviderException e) {
        LOG.warn("{} could not be answered: {}", request, e.getMessage(), e.getCause());
        Response response = answer(request, 503, e.publicMessage());
        return e.retryable() ? response.with("retry-after", "10") : response;
    }

    Response bug(Request request, RuntimeException e) {
        LOG.error("{} failed", request, e);
        return answer(request, 500, MESSAGES.get(500));
    }

    private boolean isForPrograms(Request request) {
        return request.rawPath().startsWith(paths.hub("api"))
                && !request.rawPath().equals(paths.api("oauth2/authorize"));
    }

    private static ErrorPage page(Chrome chrome, int status, String message) {
        return new ErrorPage(chrome, status, TITLES.getOrDefault(status, "Something went wrong"), message);
    }
}
