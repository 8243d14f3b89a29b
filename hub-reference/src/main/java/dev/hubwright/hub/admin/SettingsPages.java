package dev.hubwright.hub.admin;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.SettingsPage;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.List;
import java.util.Optional;

/** The page where administrators have the settings read again. */
final class SettingsPages {

    private final AdminParts parts;
    private final AdminArea area;

    SettingsPages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
    }

    void addTo(Router router) {
        router.add(
                "GET",
                path(),
                area.shows(AdminSection.SETTINGS, (request, visitor) -> page(request, visitor, 200, Optional.empty())));
        parts.reloading()
                .ifPresent(present -> router.add(
                        "POST",
                        path(),
                        area.changes(AdminSection.SETTINGS, (request, visitor) -> reload(request, visitor, present))));
    }

    private Response reload(Request request, Visitor visitor, Reloading present) throws ProviderException {
        try {
            Reloading.Outcome outcome = present.reload();
            return page(
                    request,
                    visitor,
                    200,
                    Optional.of(new SettingsPage.Reloaded(outcome.takenOver(), outcome.needRestart(), List.of())));
        } catch (InvalidSettings e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            return page(request, visitor, 400, Optional.of(new SettingsPage.Reloaded(List.of(), List.of(), problems)));
        }
    }

    private Response page(Request request, Visitor visitor, int status, Optional<SettingsPage.Reloaded> reloaded) {
        Optional<String> action = parts.reloading().map(present -> path());
        return area.page(
                request, visitor, status, chrome -> parts.pages().settings(new SettingsPage(chrome, action, reloaded)));
    }

    private String path() {
        return parts.paths().hub("admin/settings");
    }
}
