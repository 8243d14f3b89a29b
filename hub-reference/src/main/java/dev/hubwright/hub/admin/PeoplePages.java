package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.HomePage;
import dev.hubwright.hub.pages.PeoplePage;
import dev.hubwright.hub.rest.Access;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.servers.ServerLinks;
import dev.hubwright.hub.store.People;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import dev.hubwright.hub.web.UrlEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The list of people, a page at a time. */
final class PeoplePages {

    private static final int SIZE = 50;
    private static final int LONGEST_SEARCH = 255;
    private static final Map<People.Order, String> LABELS = Map.of(
            People.Order.NAME, "name",
            People.Order.ACTIVITY, "last active",
            People.Order.CREATED, "newest",
            People.Order.ADMIN, "administrators first");

    private final AdminParts parts;
    private final AdminArea area;
    private final ServerLinks links;

    PeoplePages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
        this.links = new ServerLinks(parts.paths());
    }

    void addTo(Router router) {
        router.add("GET", parts.paths().hub("admin"), area.shows(AdminSection.PEOPLE, this::list));
        router.add("POST", parts.paths().hub("admin/people"), area.changes(AdminSection.PEOPLE, this::add));
    }

    private Response list(Request request, Visitor visitor) throws ProviderException {
        return show(request, visitor, 200, "", Optional.empty());
    }

    private Response show(Request request, Visitor visitor, int status, String names, Optional<String> error)
            throws ProviderException {
        String text = request.query("search").map(String::strip).orElse("");
        boolean running = request.query("running").isPresent();
        People.Order order = order(request);
        int number = AdminArea.number(request);
        Sight sight = new Sight(visitor.scopes());
        People.Found found = parts.store()
                .people()
                .find(new People.Query(
                        sight.people(),
                        text.length() > LONGEST_SEARCH ? text.substring(0, LONGEST_SEARCH) : text,
                        running,
                        Optional.empty(),
                        order,
                        (number - 1) * SIZE,
                        SIZE));
        String here = href(text, running, order, number);
        List<PeoplePage.PersonRow> rows = rows(found.people(), AdminArea.backTo(here), sight);
        List<PeoplePage.Order> orders = Stream.of(People.Order.values())
                .map(each -> new PeoplePage.Order(value(each), LABELS.get(each), each == order))
                .toList();
        return area.page(request, visitor, status, chrome -> parts.pages()
                .people(new PeoplePage(
                        chrome,
                        new PeoplePage.Search(parts.paths().hub("admin"), text, running, orders),
                        rows,
                        AdminArea.paging(
                                number, SIZE, rows.size(), found.total(), other -> href(text, running, order, other)),
                        addForm(visitor, names, error),
                        notice(request))));
    }

    private Optional<PeoplePage.AddForm> addForm(Visitor visitor, String names, Optional<String> error) {
        return visitor.scopes().allows("admin:users")
                ? Optional.of(new PeoplePage.AddForm(
                        parts.paths().hub("admin/people"), names, visitor.isAdministrator(), error))
                : Optional.empty();
    }

    private List<PeoplePage.PersonRow> rows(List<People.Person> people, String back, Sight sight)
            throws ProviderException {
        Map<String, List<ServerRecord>> servers = parts.store()
                .people()
                .servers(people.stream().map(People.Person::name).toList());
        return people.stream()
                .map(person -> new PeoplePage.PersonRow(
                        person.name(),
                        area.person(person.name()),
                        person.admin(),
                        sight.scopes().allows("read:users:activity", person.name()),
                        person.lastActivity(),
                        servers(person.name(), servers.getOrDefault(person.name(), List.of()), back, sight.scopes())))
                .toList();
    }

    private List<HomePage.ServerRow> servers(String user, List<ServerRecord> known, String back, ScopeSet scopes) {
        boolean hasDefault =
                known.stream().anyMatch(record -> record.server().name().isEmpty());
        Stream<ServerRecord> all = hasDefault
                ? known.stream()
                : Stream.concat(Stream.of(ServerRecord.stopped(ServerRef.of(user))), known.stream());
        return all.filter(record -> scopes.allows("read:servers", record.server()))
                .map(record -> links.row(parts.servers().view(record), back, scopes))
                .toList();
    }

    /** Makes people known: all of them, or none where a name is wrong. */
    private Response add(Request request, Visitor visitor) throws ProviderException {
        String typed = request.field("names").orElse("");
        boolean admin = request.field("admin").isPresent();
        Access.everywhere(visitor, "admin:users");
        Access.mayMakeAdministrators(visitor, admin);
        try {
            Set<String> names = TypedNames.of(typed, parts.pipeline()::hubName);
            for (String known : parts.store().people().known(names)) {
                throw new HttpError(409, "\"" + known + "\" is known already");
            }
            for (String name : names) {
                parts.store()
                        .users()
                        .update(
                                name,
                                known -> known.orElseGet(() -> UserRecord.created(
                                        name, admin, parts.clock().instant())));
                parts.audit().record("user-added", name, Map.of("by", visitor.name()));
            }
            return Response.redirect(parts.paths().hub("admin") + "?sort=created&added=" + names.size());
        } catch (HttpError e) {
            return show(request, visitor, e.status(), typed, Optional.of(e.getMessage()));
        }
    }

    private static Optional<String> notice(Request request) {
        if (request.query("deleted").isPresent()) {
            return Optional.of("The person is deleted.");
        }
        return request.query("added")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(count -> count.equals("1") ? "One person was added." : count + " people were added.");
    }

    private String href(String text, boolean running, People.Order order, int number) {
        StringBuilder href = new StringBuilder(parts.paths().hub("admin"))
                .append("?sort=")
                .append(value(order))
                .append("&page=")
                .append(number);
        if (!text.isEmpty()) {
            href.append("&search=").append(UrlEncoding.encode(text));
        }
        return running ? href.append("&running=1").toString() : href.toString();
    }

    private static People.Order order(Request request) {
        String asked = request.query("sort").orElse("");
        return Arrays.stream(People.Order.values())
                .filter(order -> value(order).equals(asked))
                .findFirst()
                .orElse(People.Order.NAME);
    }

    private static String value(People.Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }
}
