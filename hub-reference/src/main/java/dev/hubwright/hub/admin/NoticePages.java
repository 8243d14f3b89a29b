package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.pages.NoticesPage;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.Map;
import java.util.Optional;

/** The page where administrators announce something and begin or end maintenance. */
final class NoticePages {

    private final AdminParts parts;
    private final AdminArea area;
    private final Notices notices;

    NoticePages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
        this.notices = parts.notices();
    }

    void addTo(Router router) {
        router.add("GET", path(), area.shows(AdminSection.NOTICES, this::show));
        router.add("POST", path(), area.changes(AdminSection.NOTICES, this::say));
    }

    private Response show(Request request, Visitor visitor) {
        boolean own = !notices.said().equals(Notices.Said.nothing());
        return area.page(request, visitor, 200, chrome -> parts.pages()
                .notices(new NoticesPage(
                        chrome, path(), notices.maintenance(), notices.message(), notices.announcement(), own)));
    }

    private Response say(Request request, Visitor visitor) throws ProviderException {
        boolean asSettings = request.field("say").equals(Optional.of("settings"));
        Notices.Said said = asSettings
                ? Notices.Said.nothing()
                : new Notices.Said(
                        Optional.of(request.field("maintenance").isPresent()),
                        Optional.of(text(request, "message")),
                        Optional.of(text(request, "announcement")));
        notices.say(said);
        parts.audit().record("notices", visitor.name(), Map.of("maintenance", String.valueOf(notices.maintenance())));
        return Response.redirect(path());
    }

    private static String text(Request request, String field) {
        return request.field(field).orElse("").replace("\r\n", "\n").strip();
    }

    private String path() {
        return parts.paths().hub("admin/notices");
    }
}
