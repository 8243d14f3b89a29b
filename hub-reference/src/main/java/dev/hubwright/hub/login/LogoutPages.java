package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.LogoutPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The ends of a session: the person leaves here, or has left at the identity provider, which then tells the hub. */
final class LogoutPages {

    private final HubStore store;
    private final LoginPipeline pipeline;
    private final BrowserSessions sessions;
    private final BackChannel backChannel;
    private final Pages pages;
    private final HubPaths paths;
    private final Audit audit;
    private final LoginPolicy policy;

    LogoutPages(LoginParts parts) {
        this.store = parts.store();
        this.pipeline = parts.pipeline();
        this.sessions = parts.sessions();
        this.backChannel = new BackChannel(parts);
        this.pages = parts.pages();
        this.paths = parts.paths();
        this.audit = parts.audit();
        this.policy = parts.policy();
    }

    void addTo(Router router) {
        router.add("GET", paths.hub("logout"), this::logout);
        router.add("POST", paths.hub("backchannel_logout"), request -> backChannel.post(request, HubPaths.UNNAMED));
        router.add(
                "POST",
                paths.hub("{instance}/backchannel_logout"),
                request -> backChannel.post(request, request.path("instance")));
    }

    /** Ends the session here first, then leads to the identity provider, so that it ends there as well. */
    private Response logout(Request request) throws ProviderException {
        if (isPartOfAnotherPage(request)) {
            throw new HttpError(403, "Nobody is logged out by a part of another site's page");
        }
        Optional<LoginSession> session = sessions.end(request);
        Optional<URI> elsewhere = Optional.empty();
        if (session.isPresent()) {
            audit.record("logout", session.get().user(), Map.of());
            policy.afterLogout().accept(session.get().user());
            elsewhere = elsewhere(session.get());
        }
        Response answer =
                elsewhere.map(uri -> Response.redirect(uri.toString())).orElseGet(this::signedOut);
        return sessions.withoutCookies(request, answer);
    }

    /** Such as an image; a link that somebody follows is none (Fetch, {@code Sec-Fetch-Mode}). */
    private static boolean isPartOfAnotherPage(Request request) {
        return request.header("sec-fetch-mode").filter("no-cors"::equals).isPresent()
                && !Deliberate.isFromHere(request);
    }

    private Optional<URI> elsewhere(LoginSession session) throws ProviderException {
        return store.users()
                .find(session.user())
                .filter(user -> user.instance().equals(session.instance()))
                .flatMap(pipeline::logout);
    }

    private Response signedOut() {
        // With auto_login the login page would log the person straight in again.
        return policy.autoLogin()
                ? Response.html(200, pages.logout(new LogoutPage(Chrome.anonymous(""))))
                        .with("cache-control", "no-store")
                : Response.redirect(paths.hub("login"));
    }
}
