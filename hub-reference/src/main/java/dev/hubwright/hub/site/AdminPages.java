package dev.hubwright.hub.site;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.AdminPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.List;
import java.util.Optional;

/** The page where administrators have the settings read again. */
final class AdminPages {

    private final Login login;
    private final Pages pages;
    private final HubPaths paths;
    private final Optional<Reloading> reloading;

    AdminPages(Login login, Pages pages, HubPaths paths, Optional<Reloading> reloading) {
        this.login = login;
        this.pages = pages;
        this.paths = paths;
        this.reloading = reloading;
    }

    void addTo(Router router) {
        router.add("GET", paths.hub("admin"), this::show);
        reloading.ifPresent(present -> router.add("POST", paths.hub("admin"), request -> reload(request, present)));
    }

    private Response show(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = login.visitors().byCookie(request);
        if (visitor.isEmpty()) {
            return login.pages().redirectToLogin(request);
        }
        return page(request, administrator(visitor.get()), 200, Optional.empty());
    }

    private Response reload(Request request, Reloading present) throws ProviderException, InterruptedException {
        Visitor visitor = administrator(login.visitors().byCookieToChange(request));
        try {
            Reloading.Outcome outcome = present.reload();
            return page(
                    request,
                    visitor,
                    200,
                    Optional.of(new AdminPage.Reloaded(outcome.takenOver(), outcome.needRestart(), List.of())));
        } catch (InvalidSettings e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            return page(request, visitor, 400, Optional.of(new AdminPage.Reloaded(List.of(), List.of(), problems)));
        }
    }

    private static Visitor administrator(Visitor visitor) {
        if (!visitor.isAdministrator()) {
            throw new HttpError(403, "This page is for administrators");
        }
        return visitor;
    }

    private Response page(Request request, Visitor visitor, int status, Optional<AdminPage.Reloaded> reloaded) {
        Optional<String> action = reloading.map(present -> paths.hub("admin"));
        return login.pages()
                .page(request, visitor, status, chrome -> pages.admin(new AdminPage(chrome, action, reloaded)));
    }
}
