package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.HomePage;
import dev.hubwright.hub.pages.PersonPage;
import dev.hubwright.hub.pages.SessionRow;
import dev.hubwright.hub.rest.Access;
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
        String person = parts.paths().hub("admin/people/{user}");
        router.add("GET", person, area.shows(AdminSection.PEOPLE, this::show));
        router.add("POST", person + "/log-out", area.changes(AdminSection.PEOPLE, this::logOut));
        router.add("POST", person + "/administrator", area.changes(AdminSection.PEOPLE, this::makeAdministrator));
        router.add("POST", person + "/delete", area.changes(AdminSection.PEOPLE, this::delete));
    }

    private Response show(Request request, Visitor visitor) throws ProviderException, InterruptedException {
        UserRecord user = Access.user(parts.store(), visitor, Sight.SCOPES, request.path("user"));
        return show(request, visitor, user, 200, Optional.empty());
    }

    private Response show(Request request, Visitor visitor, UserRecord user, int status, Optional<String> error)
            throws ProviderException, InterruptedException {
        String name = user.name();
        String here = area.person(name);
        Sight sight = new Sight(visitor.scopes());
        PersonPage.Person person = person(user, sight);
        boolean mayManage = visitor.scopes().allows("admin:users", name);
        Optional<PersonPage.Verdict> verdict = mayManage ? Optional.of(verdict(user)) : Optional.empty();
        List<HomePage.ServerRow> servers = servers(name, AdminArea.backTo(here), visitor);
        List<SessionRow> sessions = mayManage ? sessions(name, here) : List.of();
        boolean other = !visitor.is(name);
        boolean mayPromote = other && visitor.isAdministrator();
        boolean mayDelete =
                other && visitor.scopes().allows("delete:users", name) && (!user.admin() || visitor.isAdministrator());
        return area.page(request, visitor, status, chrome -> parts.pages()
                .person(new PersonPage(
                        chrome,
                        person,
                        verdict,
                        servers,
                        sessions,
                        mayManage ? Optional.of(here + "/log-out") : Optional.empty(),
                        mayPromote ? Optional.of(here + "/administrator") : Optional.empty(),
                        mayDelete ? Optional.of(here + "/delete") : Optional.empty(),
                        error)));
    }

    private PersonPage.Person person(UserRecord user, Sight sight) throws ProviderException {
        String name = user.name();
        int tokens = parts.store().tokens().ofUser(name).size();
        return new PersonPage.Person(
                name,
                user.admin(),
                sight.of(
                        name,
                        "read:users:groups",
                        user.groups().stream().sorted().toList()),
                sight.of(name, "admin:users", user.instance()),
                sight.of(name, "read:users", user.created()),
                sight.scopes().allows("read:users:activity", name),
                user.lastActivity(),
                sight.of(name, "read:tokens", tokens));
    }

    private PersonPage.Verdict verdict(UserRecord user) throws ProviderException, InterruptedException {
        List<PersonPage.Rule> rules = new ArrayList<>();
        boolean letIn = parts.pipeline()
                .explainRules(
                        user,
                        (instance, step) ->
                                rules.add(new PersonPage.Rule(instance, step.name(), step.success(), step.detail())));
        return new PersonPage.Verdict(letIn, rules);
    }

    private List<SessionRow> sessions(String user, String here) throws ProviderException {
        SessionRows rows = new SessionRows(area);
        return parts.store().sessions().ofUser(user).stream()
                .map(session -> rows.row(session, here))
                .toList();
    }

    private List<HomePage.ServerRow> servers(String user, String back, Visitor visitor) throws ProviderException {
        List<HomePage.ServerRow> rows = new ArrayList<>();
        if (visitor.scopes().allows("read:servers", ServerRef.of(user))) {
            rows.add(links.row(parts.servers().view(ServerRef.of(user)), back, visitor.scopes()));
        }
        for (ServerRecord record : parts.servers().all(user)) {
            if (!record.server().name().isEmpty() && visitor.scopes().allows("read:servers", record.server())) {
                rows.add(links.row(parts.servers().view(record), back, visitor.scopes()));
            }
        }
        return rows;
    }

    /** Ends every session, and with each the tokens that its browser has got for servers. */
    private Response logOut(Request request, Visitor visitor) throws ProviderException {
        String name = Access.user(parts.store(), visitor, "admin:users", request.path("user"))
                .name();
        for (LoginSession session : parts.store().sessions().ofUser(name)) {
            parts.store().endSession(session);
        }
        parts.audit().record("logged-out", name, Map.of("by", visitor.name()));
        return Response.redirect(area.person(name));
    }

    /** Makes an administrator of somebody, or no more; what they may do follows with their next request. */
    private Response makeAdministrator(Request request, Visitor visitor) throws ProviderException {
        UserRecord user = Access.user(parts.store(), visitor, "admin:users", request.path("user"));
        Access.mayMakeAdministrators(visitor, true);
        if (visitor.is(user.name())) {
            throw new HttpError(400, "Another administrator has to take this from you");
        }
        boolean admin = request.field("admin").filter("1"::equals).isPresent();
        parts.store().users().update(user.name(), known -> known.orElse(user).withAdmin(admin));
        parts.audit()
                .record("user-changed", user.name(), Map.of("by", visitor.name(), "admin", Boolean.toString(admin)));
        return Response.redirect(area.person(user.name()));
    }

    /** First nothing may begin any more, then everything ends; what takes too long is tried again. */
    private Response delete(Request request, Visitor visitor) throws ProviderException, InterruptedException {
        UserRecord user = Access.user(parts.store(), visitor, "delete:users", request.path("user"));
        String name = user.name();
        if (visitor.is(name)) {
            throw new HttpError(400, "You cannot delete yourself");
        }
        Access.mayMakeAdministrators(visitor, user.admin());
        parts.store().endAll(name);
        if (!parts.servers().deleteAll(name)) {
            return show(
                    request,
                    visitor,
                    user,
                    503,
                    Optional.of("The servers are still stopping. Delete the person once more in a moment."));
        }
        parts.store().users().remove(name);
        parts.audit().record("user-deleted", name, Map.of("by", visitor.name()));
        return Response.redirect(parts.paths().hub("admin") + "?deleted=1");
    }
}
