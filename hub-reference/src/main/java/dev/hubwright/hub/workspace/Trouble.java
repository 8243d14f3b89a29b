package dev.hubwright.hub.workspace;

import dev.hubwright.hub.web.Response;
import io.vertx.core.http.HttpServerRequest;

/** What went wrong, as a page for people and as JSON for programs. */
final class Trouble {

    private Trouble() {}

    static Response answer(HttpServerRequest request, int status, String message) {
        String accept = String.valueOf(request.getHeader("accept"));
        if (!accept.contains("text/html")) {
            return Response.jsonError(status, message);
        }
        return Response.html(status, page(status, message));
    }

    /** Without a style: it may be shown where there is none to get. */
    private static String page(int status, String message) {
        return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">"
                + "<title>Workspace</title><h1>" + status + "</h1><p>" + escaped(message) + "</p></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
