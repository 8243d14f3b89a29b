package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.GroupPage;
import dev.hubwright.hub.pages.GroupsPage;
import dev.hubwright.hub.rest.Access;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.People;
import dev.hubwright.hub.web.Handler;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The groups, and who is in each. */
final class GroupPages {

    private static final int SIZE = 50;
    private static final int LONGEST_NAME = 255;

    private final AdminParts parts;
    private final AdminArea area;

    GroupPages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
    }

    void addTo(Router router) {
        router.add("GET", all(), shows((request, visitor) -> list(request, visitor, 200, "", Optional.empty())));
        router.add("POST", all(), changes(this::create));
        router.add(
                "GET",
                all() + "/{group}",
                shows((request, visitor) -> show(request, visitor, 200, "", Optional.empty())));
        router.add("POST", all() + "/{group}/add", changes(this::add));
        router.add("POST", all() + "/{group}/remove", changes(this::remove));
        router.add("POST", all() + "/{group}/delete", changes(this::delete));
    }

    private Handler shows(AdminArea.Work work) {
        return area.shows(AdminSection.GROUPS, work);
    }

    private Handler changes(AdminArea.Work work) {
        return area.changes(AdminSection.GROUPS, work);
    }

    private Response list(Request request, Visitor visitor, int status, String name, Optional<String> error)
            throws ProviderException {
        ScopeSet scopes = visitor.scopes();
        List<GroupsPage.GroupRow> seen = parts.store().groups().sizes().entrySet().stream()
                .filter(group -> scopes.allowsGroup("list:groups", group.getKey()))
                .map(group -> row(group.getKey(), group.getValue(), scopes))
                .toList();
        int number = AdminArea.number(request);
        List<GroupsPage.GroupRow> rows =
                seen.stream().skip((number - 1L) * SIZE).limit(SIZE).toList();
        boolean managed = parts.control().groupsAreManaged();
        boolean mayCreate = scopes.allows("admin:groups") && !managed;
        return area.page(request, visitor, status, chrome -> parts.pages()
                .groups(new GroupsPage(
                        chrome,
                        rows,
                        AdminArea.paging(number, SIZE, rows.size(), seen.size(), other -> all() + "?page=" + other),
                        managed,
                        mayCreate ? Optional.of(all()) : Optional.empty(),
                        name,
                        error)));
    }

    private GroupsPage.GroupRow row(String group, int members, ScopeSet scopes) {
        return scopes.allowsGroup("read:groups", group)
                ? new GroupsPage.GroupRow(group, Optional.of(page(group)), Optional.of(members))
                : new GroupsPage.GroupRow(group, Optional.empty(), Optional.empty());
    }

    private Response create(Request request, Visitor visitor) throws ProviderException {
        Access.everywhere(visitor, "admin:groups");
        parts.control().refuseManagedGroups();
        String name = request.field("name").orElse("").strip();
        boolean readable = name.codePoints().noneMatch(Character::isISOControl);
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.contains("/") || !readable) {
            return list(
                    request,
                    visitor,
                    400,
                    name,
                    Optional.of("A group's name has up to " + LONGEST_NAME + " characters, and no \"/\" in it"));
        }
        if (!parts.store().groups().create(name)) {
            return list(request, visitor, 409, name, Optional.of("The group " + name + " is there already"));
        }
        parts.audit().record("group-added", name, Map.of("by", visitor.name()));
        return Response.redirect(page(name));
    }

    private Response show(Request request, Visitor visitor, int status, String names, Optional<String> error)
            throws ProviderException {
        String group = group(request, visitor, "read:groups");
        int number = AdminArea.number(request);
        People.Found found = parts.store()
                .people()
                .find(new People.Query(
                        Optional.empty(), "", false, Optional.of(group), People.Order.NAME, (number - 1) * SIZE, SIZE));
        Sight sight = new Sight(visitor.scopes());
        List<GroupPage.Member> members = found.people().stream()
                .map(person -> new GroupPage.Member(
                        person.name(),
                        sight.includes(person.name()) ? Optional.of(area.person(person.name())) : Optional.empty()))
                .toList();
        String here = page(group);
        boolean managed = parts.control().groupsAreManaged();
        boolean mayChange = visitor.scopes().allowsGroup("groups", group) && !managed;
        boolean mayDelete = visitor.scopes().allowsGroup("delete:groups", group) && !managed;
        return area.page(request, visitor, status, chrome -> parts.pages()
                .group(new GroupPage(
                        chrome,
                        group,
                        members,
                        AdminArea.paging(number, SIZE, members.size(), found.total(), other -> here + "?page=" + other),
                        managed,
                        mayChange ? Optional.of(here + "/add") : Optional.empty(),
                        names,
                        error,
                        mayChange ? Optional.of(here + "/remove") : Optional.empty(),
                        mayDelete ? Optional.of(here + "/delete") : Optional.empty())));
    }

    /** Puts in all who are named, or nobody where one is not known. */
    private Response add(Request request, Visitor visitor) throws ProviderException {
        String group = group(request, visitor, "groups");
        parts.control().refuseManagedGroups();
        String typed = request.field("names").orElse("");
        try {
            Set<String> names = TypedNames.ofKnown(typed);
            Set<String> known = parts.store().people().known(names);
            for (String name : names) {
                if (!known.contains(name)) {
                    throw new HttpError(400, "The hub does not know \"" + name + "\"; add the person first");
                }
            }
            parts.store().groups().add(group, names);
            names.forEach(name -> changed("group-joined", name, group, visitor));
            return Response.redirect(page(group));
        } catch (HttpError e) {
            return show(request, visitor, e.status(), typed, Optional.of(e.getMessage()));
        }
    }

    private Response remove(Request request, Visitor visitor) throws ProviderException {
        String group = group(request, visitor, "groups");
        parts.control().refuseManagedGroups();
        String name = request.field("name").orElse("");
        if (parts.store().people().known(Set.of(name)).contains(name)) {
            parts.store().groups().take(group, Set.of(name));
            changed("group-left", name, group, visitor);
        }
        return Response.redirect(page(group));
    }

    private Response delete(Request request, Visitor visitor) throws ProviderException {
        String group = group(request, visitor, "delete:groups");
        parts.control().refuseManagedGroups();
        parts.store().groups().remove(group);
        parts.audit().record("group-deleted", group, Map.of("by", visitor.name()));
        return Response.redirect(all());
    }

    private void changed(String event, String name, String group, Visitor visitor) {
        parts.audit().record(event, name, Map.of("group", group, "by", visitor.name()));
    }

    private String group(Request request, Visitor visitor, String scope) throws ProviderException {
        return Access.group(parts.store(), visitor, List.of(scope), request.path("group"))
                .name();
    }

    private String all() {
        return parts.paths().hub("admin/groups");
    }

    private String page(String group) {
        return all() + "/" + ServerPaths.segment(group);
    }
}
