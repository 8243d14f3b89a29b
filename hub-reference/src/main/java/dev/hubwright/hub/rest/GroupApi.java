package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.store.GroupRecord;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The API about groups: who is in which, and what is said of them. */
final class GroupApi {

    private static final List<String> READ = List.of("read:groups", "read:groups:name", "read:roles:groups");
    private static final int LONGEST_NAME = 255;

    private final RestParts parts;
    private final HubStore store;
    private final Models models;
    private final Paging.Limits limits;

    GroupApi(RestParts parts, Models models, Paging.Limits limits) {
        this.parts = parts;
        this.store = parts.store();
        this.models = models;
        this.limits = limits;
    }

    Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        Access.somewhere(visitor, "list:groups", Set.of("group"));
        List<String> seen = store.groups().names().stream()
                .filter(name -> visitor.scopes().allowsGroup("list:groups", name))
                .toList();
        Paging paging = Paging.of(request, limits);
        List<String> page = paging.cut(seen);
        Map<String, GroupRecord> groups = store.groups().findAll(page);
        ArrayNode all = Json.array();
        page.stream()
                .map(groups::get)
                .filter(group -> group != null)
                .forEach(group -> all.add(models.group(group, visitor.scopes())));
        return paging.answer(
                out -> out.writeTree(all), seen.size(), request, parts.origin().of(request));
    }

    Response get(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        return Json.ok(models.group(Access.group(store, visitor, READ, request.path("group")), visitor.scopes()));
    }

    /** {@code POST /groups}: several at once, all of them or none. */
    Response createMany(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = mayCreate(request);
        Body body = Body.of(request, "groups", "users");
        Set<String> names = new LinkedHashSet<>(body.texts("groups"));
        if (names.isEmpty()) {
            throw new HttpError(400, "Say the names of groups to make");
        }
        for (String name : names) {
            refuseTaken(name);
        }
        Set<String> members = known(body.texts("users"));
        ArrayNode created = Json.array();
        for (String name : names) {
            created.add(models.group(create(name, members, visitor), visitor.scopes()));
        }
        return Response.json(201, created.toString());
    }

    Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = mayCreate(request);
        Body body = Body.of(request, "name", "users", "properties");
        String name = request.path("group");
        refuseTaken(name);
        Set<String> members = known(body.texts("users"));
        Map<String, Object> properties =
                body.object("properties").map(Json::plain).orElse(Map.of());
        create(name, members, visitor);
        store.groups().describe(name, properties);
        return Response.json(201, model(name, visitor));
    }

    private Visitor mayCreate(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        Access.everywhere(visitor, "admin:groups");
        parts.control().refuseManagedGroups();
        return visitor;
    }

    private GroupRecord create(String name, Set<String> members, Visitor visitor) throws ProviderException {
        store.groups().create(name);
        store.groups().add(name, members);
        parts.audit().record("group-added", name, Map.of("by", visitor.name()));
        return store.groups().find(name).orElseThrow(() -> Access.notFound("group " + name));
    }

    private void refuseTaken(String name) throws ProviderException {
        boolean hasControls = name.chars().anyMatch(Character::isISOControl);
        if (name.isBlank()
                || name.length() > LONGEST_NAME
                || hasControls
                || !name.strip().equals(name)) {
            throw new HttpError(
                    400,
                    "A group's name has 1 to " + LONGEST_NAME
                            + " characters without control characters, and no blanks around them");
        }
        if (store.groups().find(name).isPresent()) {
            throw new HttpError(409, "The group " + name + " is there already");
        }
    }

    Response delete(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        GroupRecord group = Access.group(store, visitor, List.of("delete:groups"), request.path("group"));
        parts.control().refuseManagedGroups();
        store.groups().remove(group.name());
        parts.audit().record("group-deleted", group.name(), Map.of("by", visitor.name()));
        return Response.status(204);
    }

    /** {@code POST /groups/{group}/users}. */
    Response addUsers(Request request) throws ProviderException, InterruptedException {
        return change(request, true);
    }

    /** {@code DELETE /groups/{group}/users}, with a body. */
    Response removeUsers(Request request) throws ProviderException, InterruptedException {
        return change(request, false);
    }

    private Response change(Request request, boolean add) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        GroupRecord group = Access.group(store, visitor, List.of("groups"), request.path("group"));
        parts.control().refuseManagedGroups();
        Body body = Body.of(request, "users");
        if (!body.has("users")) {
            throw new HttpError(400, "Say the names of users");
        }
        Set<String> users = known(body.texts("users"));
        if (add) {
            store.groups().add(group.name(), users);
        } else {
            store.groups().take(group.name(), users);
        }
        return Response.json(200, model(group.name(), visitor));
    }

    /** {@code PUT /groups/{group}/properties}: in place of all that were there. */
    Response describe(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        GroupRecord group = Access.group(store, visitor, List.of("groups"), request.path("group"));
        store.groups().describe(group.name(), Json.plain(Json.body(request)));
        return Response.json(200, model(group.name(), visitor));
    }

    private String model(String name, Visitor visitor) throws ProviderException {
        GroupRecord group = store.groups().find(name).orElseThrow(() -> Access.notFound("group " + name));
        return models.group(group, visitor.scopes()).toString();
    }

    private Set<String> known(Collection<String> names) throws ProviderException {
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(store.people().known(names));
        if (!unknown.isEmpty()) {
            throw new HttpError(400, "There is no user " + String.join(", ", unknown));
        }
        return new LinkedHashSet<>(names);
    }
}
