package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.LoginsPage;
import dev.hubwright.hub.pages.SessionRow;
import dev.hubwright.hub.pages.SessionsPage;
import dev.hubwright.hub.rest.Access;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is logged in, and who has tried to be. */
final class SessionPages {

    private static final int SIZE = 50;

    private final AdminParts parts;
    private final AdminArea area;

    SessionPages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
    }

    void addTo(Router router) {
        router.add("GET", parts.paths().hub("admin/sessions"), area.shows(AdminSection.SESSIONS, this::sessions));
        router.add(
                "POST",
                parts.paths().hub("admin/sessions/{session}/end"),
                area.changes(AdminSection.PEOPLE, this::end));
        router.add("GET", parts.paths().hub("admin/logins"), area.shows(AdminSection.LOGINS, this::logins));
    }

    private Response sessions(Request request, Visitor visitor) throws ProviderException {
        int number = AdminArea.number(request);
        SessionRows rows = new SessionRows(area);
        List<SessionRow> sessions = parts.store().sessions().open((number - 1) * SIZE, SIZE).stream()
                .map(session -> rows.row(session, href(number)))
                .toList();
        int total = parts.store().sessions().count();
        return area.page(request, visitor, 200, chrome -> parts.pages()
                .sessions(new SessionsPage(
                        chrome, sessions, AdminArea.paging(number, SIZE, sessions.size(), total, this::href))));
    }

    private String href(int number) {
        return parts.paths().hub("admin/sessions") + "?page=" + number;
    }

    private Response end(Request request, Visitor visitor) throws ProviderException {
        Optional<LoginSession> session = parts.store().sessions().byId(request.path("session"));
        if (session.isPresent()) {
            Access.user(parts.store(), visitor, "admin:users", session.get().user());
            parts.store().endSession(session.get());
            parts.audit().record("logged-out", session.get().user(), Map.of("by", visitor.name()));
        }
        return area.back(request, href(1));
    }

    private Response logins(Request request, Visitor visitor) throws ProviderException {
        List<RecentLogins.Attempt> attempts = parts.logins().latest();
        Set<String> known = parts.store()
                .people()
                .known(attempts.stream().map(RecentLogins.Attempt::user).collect(Collectors.toSet()));
        return area.page(request, visitor, 200, chrome -> parts.pages()
                .logins(new LoginsPage(
                        chrome,
                        attempts.stream().map(attempt -> row(attempt, known)).toList())));
    }

    private LoginsPage.Attempt row(RecentLogins.Attempt attempt, Set<String> known) {
        return new LoginsPage.Attempt(
                attempt.time(),
                attempt.outcome(),
                attempt.user(),
                known.contains(attempt.user()) ? Optional.of(area.person(attempt.user())) : Optional.empty(),
                attempt.authenticator(),
                attempt.source(),
                attempt.detail());
    }
}
