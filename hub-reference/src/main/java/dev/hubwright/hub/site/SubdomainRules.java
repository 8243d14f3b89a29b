package dev.hubwright.hub.site;

import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Subdomains;
import dev.hubwright.hub.web.UrlEncoding;
import java.util.Locale;
import java.util.Optional;

/** Leads browsers to the domain where what they want is, where people's servers have domains of their own. */
final class SubdomainRules {

    private final HubPaths paths;
    private final Subdomains subdomains;
    private final String users;

    SubdomainRules(HubPaths paths, Subdomains subdomains) {
        this.paths = paths;
        this.subdomains = subdomains;
        this.users = paths.base() + "user/";
    }

    /**
     * Where a request belongs that has come in by the wrong domain; empty if it is right.
     *
     * @throws HttpError 403 for a form that is not the hub's business there
     */
    Optional<Response> elsewhere(Request request) {
        String host =
                request.header("host").orElse("").replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        String path = request.rawPath();
        if (subdomains.isBelow(host)) {
            return path.startsWith(paths.api("")) ? Optional.empty() : fromServers(request, reads);
        }
        return host.equals(subdomains.domain()) && path.startsWith(users) && reads
                ? Optional.of(Response.redirect(subdomains.origin(user(path)) + request.uri()))
                : Optional.empty();
    }

    /** A server that is not there, or a page of the hub that was looked for beside it. */
    private Optional<Response> fromServers(Request request, boolean reads) {
        boolean ofServer = request.rawPath().startsWith(users);
        if (reads) {
            String uri = ofServer
                    ? paths.hub() + request.uri().substring(paths.base().length())
                    : request.uri();
            return Optional.of(Response.redirect(subdomains.origin() + uri));
        }
        if (!ofServer) {
            throw new HttpError(403, "Pages of the hub are at " + subdomains.origin());
        }
        return Optional.empty();
    }

    /** The answer, leading to the domain of the server where it leads to one. */
    Response leading(Response response) {
        Optional<String> location = response.header("location").filter(path -> path.startsWith(users));
        return location.map(path -> response.withInstead("location", subdomains.origin(user(path)) + path))
                .orElse(response);
    }

    private String user(String path) {
        return UrlEncoding.decode(path.substring(users.length()).split("[/?#]", 2)[0]);
    }
}
