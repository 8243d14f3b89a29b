package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.hub.login.ServiceAccount;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.web.HubPaths;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The API's JSON for users, servers and tokens, with what the asker may see of them. */
final class Models {

    private final HubPaths paths;
    private final Roles roles;

    Models(HubPaths paths, Roles roles) {
        this.roles = roles;
        this.paths = paths;
    }

    /** A user, as far as {@code scopes} let it be seen; {@code kind}, {@code name}, {@code admin} always. */
    ObjectNode user(UserRecord user, List<ServerRecord> servers, ScopeSet scopes) {
        ObjectNode model = Json.object();
        model.put("kind", "user");
        model.put("name", user.name());
        model.put("admin", user.admin());
        if (scopes.allows("read:users:groups", user.name())) {
            array(model, "groups", new TreeSet<>(user.groups()));
        }
        if (scopes.allows("read:users:activity", user.name())) {
            Json.put(model, "last_activity", user.lastActivity());
        }
        if (scopes.allows("read:users", user.name())) {
            model.put("created", Json.time(user.created()));
        }
        if (scopes.allows("read:roles:users", user.name())) {
            array(model, "roles", roles.namesOf(user));
        }
        if (scopes.allows("read:servers", user.name())) {
            servers(model, user, servers);
        }
        return model;
    }

    /** What a service is told about itself. */
    ObjectNode identity(ServiceAccount service, ScopeSet scopes) {
        ObjectNode model = Json.object();
        model.put("kind", "service");
        model.put("name", service.name());
        model.put("admin", service.admin());
        array(model, "groups", List.of());
        array(model, "scopes", scopes.texts());
        model.putNull("session_id");
        model.putNull("token_id");
        return model;
    }

    private void servers(ObjectNode model, UserRecord user, List<ServerRecord> servers) {
        Optional<ServerRecord> main = servers.stream()
                .filter(server -> server.server().name().isEmpty())
                .filter(ServerRecord::isActive)
                .findFirst();
        main.map(Models::pending)
                .flatMap(pending -> pending)
                .ifPresentOrElse(text -> model.put("pending", text), () -> model.putNull("pending"));
        main.filter(server -> server.phase() == ServerPhase.READY)
                .ifPresentOrElse(
                        server -> model.put("server", ServerPaths.prefix(paths.base(), server.server())),
                        () -> model.putNull("server"));
        ObjectNode all = model.putObject("servers");
        servers.stream()
                .filter(ServerRecord::isActive)
                .forEach(server -> all.set(server.server().name(), server(server)));
    }

    private ObjectNode server(ServerRecord server) {
        ObjectNode model = Json.object();
        model.put("name", server.server().name());
        Json.put(model, "last_activity", server.lastActivity().or(server::started));
        Json.put(model, "started", server.started());
        pending(server).ifPresentOrElse(text -> model.put("pending", text), () -> model.putNull("pending"));
        model.put("ready", server.phase() == ServerPhase.READY);
        model.put("stopped", !server.isActive());
        model.put("url", ServerPaths.prefix(paths.base(), server.server()));
        model.set("user_options", Json.tree(server.userOptions().values()));
        model.put("progress_url", progressUrl(server));
        return model;
    }

    private String progressUrl(ServerRecord server) {
        String user = "users/" + ServerPaths.segment(server.server().user());
        String name = server.server().name();
        return paths.api(
                name.isEmpty()
                        ? user + "/server/progress"
                        : user + "/servers/" + ServerPaths.segment(name) + "/progress");
    }

    private static Optional<String> pending(ServerRecord server) {
        return switch (server.phase()) {
            case STARTING -> Optional.of("spawn");
            case STOPPING -> Optional.of("stop");
            case READY, STOPPED -> Optional.empty();
        };
    }

    /** A token without its value. */
    ObjectNode token(TokenRecord token) {
        ObjectNode model = Json.object();
        model.put("kind", "api_token");
        model.put("id", "a" + token.id());
        model.put("user", token.owner());
        model.put("note", token.note());
        model.put("oauth_client", token.clientId());
        array(model, "scopes", new TreeSet<>(token.scopes()));
        array(model, "roles", List.of());
        token.sessionId().ifPresentOrElse(id -> model.put("session_id", id), () -> model.putNull("session_id"));
        model.put("created", Json.time(token.created()));
        Json.put(model, "expires_at", token.expires());
        Json.put(model, "last_activity", token.lastActivity());
        return model;
    }

    static void array(ObjectNode model, String name, Collection<String> texts) {
        ArrayNode array = model.putArray(name);
        texts.forEach(array::add);
    }
}
