package dev.hubwright.hub.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.oauth.ActivityReports;
import dev.hubwright.api.oauth.HubOAuth;
import dev.hubwright.api.oauth.HubOAuthConfig;
import dev.hubwright.api.oauth.Visit;
import dev.hubwright.api.oauth.WebAnswer;
import dev.hubwright.api.oauth.WebRequest;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Decides what each request gets, and who may ask for it. Blocks while it asks the hub. */
final class WorkspaceSite {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final HubOAuthConfig config;
    private final HubOAuth oauth;
    private final UserFiles files;
    private final Console console;
    private final ActivityReports activity;
    private final String callbackPath;
    private final Instant started;

    WorkspaceSite(
            HubOAuthConfig config,
            HubOAuth oauth,
            UserFiles files,
            Console console,
            ActivityReports activity,
            Clock clock) {
        this.config = config;
        this.oauth = oauth;
        this.files = files;
        this.console = console;
        this.activity = activity;
        this.callbackPath = config.callbackUrl().replaceFirst("^[a-z]+://[^/]*", "");
        this.started = clock.instant();
    }

    UserFiles files() {
        return files;
    }

    Console console() {
        return console;
    }

    /** Says that somebody works here. */
    void touch() {
        activity.touch();
    }

    Reply answer(Request request) throws ProviderException, InterruptedException {
        String path = request.rawPath();
        if (!path.startsWith(config.prefix())) {
            if ((path + "/").equals(config.prefix())) {
                return whole(Response.redirect(config.prefix()));
            }
            throw new HttpError(404, "There is nothing at this address");
        }
        if (path.equals(callbackPath)) {
            return whole(response(oauth.callback(new Seen(request))));
        }
        String page = path.substring(config.prefix().length());
        if (page.equals("api") || page.equals("api/")) {
            return whole(Response.json(200, "{\"version\": \"1\"}"));
        }
        if (page.startsWith("static/")) {
            return whole(Statics.find(page.substring("static/".length()))
                    .orElseThrow(() -> new HttpError(404, "There is nothing at this address")));
        }
        if (page.equals("logout")) {
            return whole(response(oauth.logout(new Seen(request))));
        }
        return known(request, page);
    }

    private Reply known(Request request, String page) throws ProviderException, InterruptedException {
        Visit visit = oauth.visit(new Seen(request));
        if (visit instanceof Visit.Refused) {
            throw new HttpError(403, "This server is somebody else's");
        }
        if (!(visit instanceof Visit.Known known)) {
            boolean reads = READING.contains(request.method());
            if (reads && (page.isEmpty() || page.equals("download"))) {
                return whole(response(oauth.login(new Seen(request))));
            }
            throw new HttpError(403, "Log in first");
        }
        boolean changes = !READING.contains(request.method()) || page.equals("console");
        if (changes && oauth.isForged(new Seen(request), known)) {
            throw new HttpError(403, "This was not sent by the page of this server");
        }
        if (page.equals("api/status")) {
            // A culler that asks is no use of the server.
            return whole(status());
        }
        activity.touch();
        return page(request, page, known);
    }

    private Reply page(Request request, String page, Visit.Known visit) {
        String path = request.query("path").orElse("");
        switch (request.method() + " " + page) {
            case "GET ", "HEAD ":
                return whole(Statics.find("index.html").orElseThrow());
            case "GET api/me":
                return whole(me(visit));
            case "GET files":
                return whole(json(files.list(path)));
            case "GET file":
                return whole(json(files.text(path)));
            case "PUT file":
                return new Reply.Receiving(path, request.header("if-match").map(WorkspaceSite::unquoted));
            case "DELETE file":
                files.delete(path);
                return whole(Response.status(204));
            case "POST folder":
                files.makeFolder(path);
                return whole(Response.status(201));
            case "GET download", "HEAD download":
                return new Reply.Sending(files.readable(path), path.substring(path.lastIndexOf('/') + 1));
            case "GET console":
                return new Reply.Talking();
            default:
                throw new HttpError(404, "There is nothing at this address");
        }
    }

    private static String unquoted(String version) {
        return version.replaceAll("^\"|\"$", "");
    }

    private Response me(Visit.Known visit) {
        ObjectNode me = JSON.createObjectNode()
                .put("user", visit.user().name())
                .put("server", config.serverName())
                .put("xsrf", visit.xsrf().orElse(""))
                .put("hub", config.hubPage("home"))
                .put("console", Console.isPossible());
        return Response.json(200, me.toString());
    }

    /** As notebook servers answer it. */
    private Response status() {
        ObjectNode status = JSON.createObjectNode()
                .put("started", started.toString())
                .put("last_activity", activity.lastActivity().toString())
                .put("connections", console.windows())
                .put("kernels", console.state() == Console.State.ASLEEP ? 0 : 1);
        return Response.json(200, status.toString());
    }

    static Response json(Object value) {
        return Response.json(200, JSON.valueToTree(value).toString());
    }

    private static Reply whole(Response response) {
        return new Reply.Whole(response);
    }

    private static Response response(WebAnswer answer) {
        if (answer.location().isEmpty() && answer.status() >= 400) {
            throw new HttpError(answer.status(), answer.message());
        }
        Response response = Response.redirect(answer.location().orElseThrow());
        for (String cookie : answer.cookies()) {
            response = response.with("set-cookie", cookie);
        }
        return response;
    }

    private record Seen(Request request) implements WebRequest {

        @Override
        public String uri() {
            return request.uri();
        }

        @Override
        public List<String> headers(String name) {
            return request.headers(name);
        }
    }
}
