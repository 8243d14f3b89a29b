package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API about one person: who am I, who is that; make, change, delete. */
final class UserApi {

    private static final List<String> READ = List.of(
            "read:users:name",
            "read:users:groups",
            "read:users:activity",
            "read:roles:users",
            "read:servers",
            "admin:auth_state");

    private final RestParts parts;
    private final HubStore store;
    private final Models models;

    UserApi(RestParts parts, Models models) {
        this.parts = parts;
        this.store = parts.store();
        this.models = models;
    }

    /** {@code GET /user}: 403, and nothing else, is how servers are told that a token is no good. */
    Response whoAmI(Request request) throws ProviderException, InterruptedException {
        return identity(parts.visitors().forApi(request));
    }

    /** Whoever they are, servers are told their name, their groups and what they may do. */
    Response identity(Visitor visitor) throws ProviderException {
        if (visitor.service().isPresent()) {
            return Json.ok(models.identity(visitor.service().get(), visitor.scopes()));
        }
        UserRecord user = visitor.user();
        List<ServerRecord> servers = visitor.servers().isPresent()
                ? visitor.servers().get()
                : store.servers().ofUser(user.name());
        Optional<String> session = visitor.token()
                .map(token -> token.sessionId())
                .orElseGet(() -> visitor.session().map(one -> one.id()));
        UserModel model = new UserModel(models, user, servers, visitor.scopes(), false, true);
        return Json.ok(out -> {
            out.writeStartObject();
            model.writeFields(out);
            model.writeUserInfo(out);
            Json.write(out, "scopes", visitor.scopes().textsWithMembers());
            Json.write(out, "session_id", session);
            Json.write(out, "token_id", visitor.token().map(token -> "a" + token.id()));
            out.writeEndObject();
        });
    }

    /** {@code GET /users/{user}}. */
    Response get(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        UserRecord user = Access.user(store, visitor, READ, request.path("user"));
        return Json.ok(model(user, visitor, UsersApi.includesStopped(request)));
    }

    private Json.Writing model(UserRecord user, Visitor visitor, boolean stopped) throws ProviderException {
        List<ServerRecord> servers = store.servers().ofUser(user.name());
        UserModel model = new UserModel(models, user, servers, visitor.scopes(), stopped, false);
        return out -> {
            out.writeStartObject();
            model.writeFields(out);
            model.writeUserInfo(out);
            model.writeAuthState(out);
            out.writeEndObject();
        };
    }

    /** {@code POST /users/{user}}. */
    Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        Access.everywhere(visitor, "admin:users");
        Body body = model(request);
        boolean admin = body.flag("admin").orElse(false);
        Access.mayMakeAdministrators(visitor, admin);
        String name = named(request.path("user"));
        body.text("name").filter(other -> !named(other).equals(name)).ifPresent(other -> {
            throw new HttpError(400, "name is \"" + other + "\", and the address says " + name + "; leave name out");
        });
        UserRecord made = UserRecord.created(name, admin, parts.clock().instant());
        UserRecord person = body.object("auth_state")
                .map(object -> made.withAuthState(state(made, object)))
                .orElse(made);
        if (store.userList().create(List.of(person)).isEmpty()) {
            throw new HttpError(409, "The user " + name + " is there already");
        }
        parts.audit().record("user-added", name, Map.of("by", visitor.name()));
        return Json.response(201, model(person, visitor, false));
    }

    /** {@code PATCH /users/{user}}. */
    Response change(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        UserRecord user = Access.user(store, visitor, "admin:users", request.path("user"));
        Body body = model(request);
        boolean admin = body.flag("admin").orElse(user.admin());
        Access.mayMakeAdministrators(visitor, admin || user.admin());
        Optional<Opaque> state = body.object("auth_state").map(object -> state(user, object));
        String name = rename(user, body.text("name"));
        UserRecord changed = store.users().update(name, known -> {
            UserRecord now =
                    known.orElseThrow(() -> Access.notFound("user " + name)).withAdmin(admin);
            return state.map(now::withAuthState).orElse(now);
        });
        parts.audit().record("user-changed", name, Map.of("by", visitor.name(), "before", user.name()));
        return Json.ok(model(changed, visitor, false));
    }

    /** JupyterHub's model of a user; what it would pass over is refused. */
    private static Body model(Request request) {
        Body body = Body.of(request, "name", "admin", "auth_state", "groups", "roles");
        if (body.has("groups") || body.has("roles")) {
            throw new HttpError(400, "Groups have operations of their own, and roles are given in load_roles");
        }
        return body;
    }

    private String rename(UserRecord user, Optional<String> wish) throws ProviderException {
        // A model that somebody read and sends back must not be the name's end where the rules have changed since.
        if (wish.isEmpty() || wish.get().equals(user.name())) {
            return user.name();
        }
        String name = named(wish.get());
        if (name.equals(user.name())) {
            return name;
        }
        boolean runs = store.servers().ofUser(user.name()).stream().anyMatch(server -> server.isActive());
        if (runs) {
            throw new HttpError(400, "Stop the servers of " + user.name() + " before the name changes");
        }
        if (!store.userList().rename(user.name(), name)) {
            throw new HttpError(400, "The user " + name + " is there already; names must differ");
        }
        return name;
    }

    private static Opaque state(UserRecord user, ObjectNode values) {
        try {
            return Opaque.of(user.authState().version(), Json.plain(values));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "auth_state cannot be kept: " + e.getMessage());
        }
    }

    /** {@code DELETE /users/{user}}: first nothing may begin any more, then everything ends. */
    Response delete(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        UserRecord user = Access.user(store, visitor, "delete:users", request.path("user"));
        if (visitor.is(user.name())) {
            throw new HttpError(400, "You cannot delete yourself");
        }
        Access.mayMakeAdministrators(visitor, user.admin());
        store.endAll(user.name());
        if (!parts.servers().deleteAll(user.name())) {
            throw new HttpError(400, "The servers of " + user.name() + " are still stopping; try again in a moment");
        }
        store.users().remove(user.name());
        parts.audit().record("user-deleted", user.name(), Map.of("by", visitor.name()));
        return Response.status(204);
    }

    private String named(String typed) {
        return hubNames(parts.pipeline(), List.of(typed)).iterator().next();
    }

    /**
     * What users whom somebody calls so are called in this hub, each once.
     *
     * @throws HttpError 400 with every name that no user can have, and why
     */
    static Set<String> hubNames(LoginPipeline pipeline, List<String> typed) {
        Set<String> names = new LinkedHashSet<>();
        List<String> flaws = new ArrayList<>();
        for (String name : typed) {
            try {
                names.add(pipeline.hubName(name));
            } catch (IllegalArgumentException e) {
                flaws.add("\"" + name + "\" " + e.getMessage());
            }
        }
        if (!flaws.isEmpty()) {
            throw new HttpError(400, "No user can have this name: " + String.join("; ", flaws));
        }
        return names;
    }
}
