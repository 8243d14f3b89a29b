package dev.hubwright.hub.rest;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.UserList;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API about people as a whole: list them, make many. */
final class UsersApi {

    private final RestParts parts;
    private final HubStore store;
    private final Models models;
    private final Paging.Limits limits;

    UsersApi(RestParts parts, Models models, Paging.Limits limits) {
        this.parts = parts;
        this.store = parts.store();
        this.models = models;
        this.limits = limits;
    }

    /** {@code GET /users}: those whom the visitor may see, and of each what they may see. */
    Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        Access.somewhere(visitor, "list:users", Set.of("user", "group"));
        Paging paging = Paging.of(request, limits);
        String sort = request.query("sort").orElse("id");
        UserList.Query query = new UserList.Query(
                visitor.scopes().usersWith("list:users"),
                request.query("name_filter").orElse(""),
                state(request),
                sort(sort.startsWith("-") ? sort.substring(1) : sort),
                sort.startsWith("-"),
                paging.offset(),
                paging.limit());
        List<UserList.Listed> users = store.userList().find(query);
        int total = paging.isTold() ? store.userList().count(query) : users.size();
        return paging.answer(
                models(users, visitor, includesStopped(request)),
                total,
                request,
                parts.origin().of(request));
    }

    private Json.Writing models(Collection<UserList.Listed> users, Visitor visitor, boolean stopped)
            throws ProviderException {
        Map<String, List<ServerRecord>> servers = store.people()
                .servers(users.stream()
                        .filter(UserList.Listed::hasServers)
                        .map(listed -> listed.user().name())
                        .toList());
        return out -> {
            out.writeStartArray();
            for (UserList.Listed listed : users) {
                UserRecord user = listed.user();
                List<ServerRecord> own = servers.getOrDefault(user.name(), List.of());
                new UserModel(models, user, own, visitor.scopes(), stopped, false).write(out);
            }
            out.writeEndArray();
        };
    }

    /** Whether servers that do not run are told of. */
    static boolean includesStopped(Request request) {
        return request.query("include_stopped_servers")
                .filter(text -> !text.equals("0") && !text.equalsIgnoreCase("false"))
                .isPresent();
    }

    private static UserList.State state(Request request) {
        Optional<String> state = request.query("state").filter(text -> !text.isEmpty());
        return switch (state.orElse("")) {
            case "" -> UserList.State.ANY;
            case "active" -> UserList.State.ACTIVE;
            case "ready" -> UserList.State.READY;
            case "inactive" -> UserList.State.INACTIVE;
            default -> throw new HttpError(400, "state must be active, ready or inactive");
        };
    }

    private static UserList.Sort sort(String text) {
        return switch (text) {
            case "id" -> UserList.Sort.ID;
            case "name" -> UserList.Sort.NAME;
            case "last_activity" -> UserList.Sort.LAST_ACTIVITY;
            default -> throw new HttpError(400, "sort must be id, name or last_activity, or one of them after \"-\"");
        };
    }

    /** {@code POST /users}: those whom the hub knows already are passed over, unless it knows all of them. */
    Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        Access.everywhere(visitor, "admin:users");
        Body body = Body.of(request, "usernames", "admin");
        boolean admin = body.flag("admin").orElse(false);
        Access.mayMakeAdministrators(visitor, admin);
        Set<String> names = UserApi.hubNames(parts.pipeline(), body.texts("usernames"));
        if (names.isEmpty()) {
            throw new HttpError(400, "Say the names of users to make in usernames");
        }
        Instant now = parts.clock().instant();
        List<UserRecord> people =
                names.stream().map(name -> UserRecord.created(name, admin, now)).toList();
        Set<String> created = store.userList().create(people);
        if (created.isEmpty()) {
            throw new HttpError(409, "All of these users are there already");
        }
        created.forEach(name -> parts.audit().record("user-added", name, Map.of("by", visitor.name())));
        List<UserList.Listed> made = people.stream()
                .filter(person -> created.contains(person.name()))
                .map(person -> new UserList.Listed(person, false))
                .toList();
        return Json.response(201, models(made, visitor, false));
    }
}
