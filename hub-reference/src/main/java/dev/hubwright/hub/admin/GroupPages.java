package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.GroupPage;
import dev.hubwright.hub.pages.GroupsPage;
import dev.hubwright.hub.store.People;
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
        router.add("GET", all(), area.shows((request, visitor) -> list(request, visitor, 200, "", Optional.empty())));
        router.add("POST", all(), area.changes(this::create));
        router.add(
                "GET",
                all() + "/{group}",
                area.shows((request, visitor) -> show(request, visitor, 200, "", Optional.empty())));
        router.add("POST", all() + "/{group}/add", area.changes(this::add));
        router.add("POST", all() + "/{group}/remove", area.changes(this::remove));
        router.add("POST", all() + "/{group}/delete", area.changes(this::delete));
    }

    private Response list(Request request, Visitor visitor, int status, String name, Optional<String> error)
            throws ProviderException {
        List<GroupsPage.GroupRow> rows = parts.store().groups().sizes().entrySet().stream()
                .map(group -> new GroupsPage.GroupRow(group.getKey(), page(group.getKey()), group.getValue()))
                .toList();
        return area.page(request, visitor, status, chrome -> parts.pages()
                .groups(new GroupsPage(chrome, rows, all(), name, error)));
    }

    private Response create(Request request, Visitor visitor) throws ProviderException {
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
        String group = group(request);
        int number = AdminArea.number(request);
        People.Found found = parts.store()
                .people()
                .find(new People.Query("", false, Optional.of(group), People.Order.NAME, (number - 1) * SIZE, SIZE));
        List<GroupPage.Member> members = found.people().stream()
                .map(person -> new GroupPage.Member(person.name(), area.person(person.name())))
                .toList();
        String here = page(group);
        return area.page(request, visitor, status, chrome -> parts.pages()
                .group(new GroupPage(
                        chrome,
                        group,
                        members,
                        AdminArea.paging(number, SIZE, members.size(), found.total(), other -> here + "?page=" + other),
                        here + "/add",
                        names,
                        error,
                        here + "/remove",
                        here + "/delete")));
    }

    /** Puts in all who are named, or nobody where one is not known. */
    private Response add(Request request, Visitor visitor) throws ProviderException {
        String group = group(request);
        String typed = request.field("names").orElse("");
        try {
            Set<String> names = TypedNames.of(typed);
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
        String group = group(request);
        String name = request.field("name").orElse("");
        if (parts.store().people().known(Set.of(name)).contains(name)) {
            parts.store().groups().take(group, Set.of(name));
            changed("group-left", name, group, visitor);
        }
        return Response.redirect(page(group));
    }

    private Response delete(Request request, Visitor visitor) throws ProviderException {
        String group = group(request);
        parts.store().groups().remove(group);
        parts.audit().record("group-deleted", group, Map.of("by", visitor.name()));
        return Response.redirect(all());
    }

    private void changed(String event, String name, String group, Visitor visitor) {
        parts.audit().record(event, name, Map.of("group", group, "by", visitor.name()));
    }

    private String group(Request request) throws ProviderException {
        String name = request.path("group");
        if (!parts.store().groups().has(name)) {
            throw new HttpError(404, "There is no group of this name");
        }
        return name;
    }

    private String all() {
        return parts.paths().hub("admin/groups");
    }

    private String page(String group) {
        return all() + "/" + ServerPaths.segment(group);
    }
}
