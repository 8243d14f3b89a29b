package dev.hubwright.hub.login;

import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.SetCookie;
import java.util.Optional;
import java.util.function.Function;

/** Answers pages with what all of them have: whose they are, and the token that makes their forms good. */
final class Frame {

    private final XsrfTokens xsrf;
    private final HubPaths paths;
    private final HubOrigin origin;
    private final ServiceAccounts services;

    Frame(XsrfTokens xsrf, HubPaths paths, HubOrigin origin, ServiceAccounts services) {
        this.services = services;
        this.xsrf = xsrf;
        this.paths = paths;
        this.origin = origin;
    }

    Response page(Request request, Optional<Visitor> visitor, int status, Function<Chrome, String> html) {
        String token = xsrf.tokenFor(request, visitor.flatMap(Visitor::session).map(LoginSession::id));
        Chrome chrome = visitor.map(known -> Chrome.of(known.name(), token)
                        .with(services.menu(known.scopes()))
                        .withSections(AdminSection.openTo(known)))
                .orElseGet(() -> Chrome.anonymous(token));
        Response response = Response.html(status, html.apply(chrome)).with("cache-control", "no-store");
        if (request.cookies(XsrfTokens.NAME).contains(token)) {
            return response;
        }
        SetCookie cookie =
                new SetCookie(XsrfTokens.NAME, token, paths.hub(), Optional.empty(), false, origin.isSecure(request));
        return response.with("set-cookie", cookie.toString());
    }
}
