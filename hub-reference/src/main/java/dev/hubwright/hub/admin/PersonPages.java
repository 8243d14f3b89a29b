package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.HomePage;
import dev.hubwright.hub.pages.PersonPage;
import dev.hubwright.hub.servers.ServerLinks;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One person: what the rules say of them, their servers and sessions, and the end of them. */
final class PersonPages {

    private final AdminParts parts;
    private final AdminArea area;
    private final ServerLinks links;

    PersonPages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
        this.links = new ServerLinks(parts.paths());
    }

    void addTo(Router router) {
        router.add("GET", parts.paths().hub("admin/people/{user}"), area.shows(this::show));
        router.add("POST", parts.paths().hub("admin/people/{user}/log-out"), area.changes(this::logOut));
        router.add("POST", parts.paths().hub("admin/people/{user}/delete"), area.changes(this::delete));
    }

    private Response show(Request request, Visitor visitor) throws ProviderException, InterruptedException {
        return show(request, visitor, 200, Optional.empty());
    }

    private Response show(Request request, Visitor visitor, int status, Optional<String> error)
            throws ProviderException, InterruptedException {
        UserRecord user = user(request);
        String here = area.person(user.name());
        List<PersonPage.Rule> rules = new ArrayList<>();
        boolean letIn = parts.pipeline()
                .explainRules(
                        user,
                        (instance, step) ->
                                rules.add(new PersonPage.Rule(instance, step.name(), step.success(), step.detail())));
        List<HomePage.ServerRow> servers = servers(user.name(), AdminArea.backTo(here));
        SessionRows rows = new SessionRows(area);
        List<LoginSession> sessions = parts.store().sessions().ofUser(user.name());
        int tokens = parts.store().tokens().ofUser(user.name()).size();
        boolean oneself = user.name().equals(visitor.name());
        return area.page(request, visitor, status, chrome -> parts.pages()
                .person(new PersonPage(
                        chrome,
                        person(user, tokens),
                        letIn,
                        rules,
                        servers,
                        sessions.stream()
                                .map(session -> rows.row(session, here))
                                .toList(),
                        here + "/log-out",
                        oneself ? Optional.empty() : Optional.of(here + "/delete"),
                        error)));
    }

    private static PersonPage.Person person(UserRecord user, int tokens) {
        return new PersonPage.Person(
                user.name(),
                user.admin(),
                user.groups().stream().sorted().toList(),
                user.instance(),
                user.created(),
                user.lastActivity(),
                tokens);
    }

    private List<HomePage.ServerRow> servers(String user, String back) throws ProviderException {
        List<HomePage.ServerRow> rows = new ArrayList<>();
        rows.add(links.row(parts.servers().view(ServerRef.of(user)), back));
        for (ServerRecord record : parts.servers().all(user)) {
            if (!record.server().name().isEmpty()) {
                rows.add(links.row(parts.servers().view(record), back));
            }
        }
        return rows;
    }

    /** Ends every session, and with each the tokens that its browser has got for servers. */
    private Response logOut(Request request, Visitor visitor) throws ProviderException {
        String name = user(request).name();
        endSessions(name);
        parts.audit().record("logged-out", name, Map.of("by", visitor.name()));
        return Response.redirect(area.person(name));
    }

    /** First nothing may begin any more, then everything ends; what takes too long is tried again. */
    private Response delete(Request request, Visitor visitor) throws ProviderException, InterruptedException {
        String name = user(request).name();
        if (name.equals(visitor.name())) {
            throw new HttpError(400, "You cannot delete yourself");
        }
        parts.store().endAll(name);
        if (!parts.servers().deleteAll(name)) {
            return show(
                    request,
                    visitor,
                    503,
                    Optional.of("The servers are still stopping. Delete the person once more in a moment."));
        }
        parts.store().users().remove(name);
        parts.audit().record("user-deleted", name, Map.of("by", visitor.name()));
        return Response.redirect(parts.paths().hub("admin") + "?deleted=1");
    }

    private void endSessions(String user) throws ProviderException {
        for (LoginSession session : parts.store().sessions().ofUser(user)) {
            parts.store().endSession(session);
        }
    }

    private UserRecord user(Request request) throws ProviderException {
        return parts.store()
                .users()
                .find(request.path("user"))
                .orElseThrow(() -> new HttpError(404, "There is nobody of this name"));
    }
}
