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
import dev.hubwright.hub.store.GroupRecord;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.web.HubPaths;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The API's JSON for users, servers, groups and tokens, with what the asker may see of them. */
final class Models {

    private final HubPaths paths;
    private final Roles roles;
    private final Optional<URI> publicUrl;
    private final Predicate<ServerRecord> waits;

    /** @param waits whether a server that is stopped waits for its turn */
    Models(HubPaths paths, Roles roles, Optional<URI> publicUrl, Predicate<ServerRecord> waits) {
        this.waits = waits;
        this.paths = paths;
        this.roles = roles;
        this.publicUrl = publicUrl;
    }

    /** The names of a user's roles. */
    Collection<String> rolesOf(UserRecord user) {
        return roles.namesOf(user);
    }

    /** What a service is told about itself. */
    ObjectNode identity(ServiceAccount service, ScopeSet scopes) {
        ObjectNode model = Json.object();
        model.put("kind", "service");
        model.put("name", service.name());
        model.put("admin", service.admin());
        array(model, "groups", List.of());
        array(model, "scopes", scopes.textsWithMembers());
        model.putNull("session_id");
        model.putNull("token_id");
        return model;
    }

    /** A server. */
    ObjectNode server(ServerRecord server, ScopeSet scopes) {
        String path = path(server);
        ObjectNode model = Json.object();
        model.put("name", server.server().name());
        model.put("display_name", server.shownName());
        model.put("full_name", server.server().toString());
        Json.put(model, "last_activity", server.lastActivity().or(server::started));
        Json.put(model, "started", server.started());
        put(model, "pending", pending(server));
        model.put("ready", server.phase() == ServerPhase.READY);
        model.put("stopped", !isActive(server));
        model.put("url", path);
        model.set("user_options", Json.tree(server.userOptions().values()));
        model.put("progress_url", progressUrl(server));
        put(model, "full_url", full(path));
        put(model, "full_progress_url", full(progressUrl(server)));
        if (scopes.allows("admin:server_state", server.server())) {
            model.set("state", Json.tree(server.state().values()));
        }
        return model;
    }

    /** Where its pages begin. */
    String path(ServerRecord server) {
        return ServerPaths.prefix(paths.base(), server.server());
    }

    private Optional<String> full(String path) {
        return publicUrl.map(url -> url.resolve(path).toString());
    }

    private String progressUrl(ServerRecord server) {
        String user = "users/" + ServerPaths.segment(server.server().user());
        String name = server.server().name();
        return paths.api(
                name.isEmpty()
                        ? user + "/server/progress"
                        : user + "/servers/" + ServerPaths.segment(name) + "/progress");
    }

    /** What is under way for it. */
    Optional<String> pending(ServerRecord server) {
        return switch (server.phase()) {
            case STARTING -> Optional.of("spawn");
            case STOPPING -> Optional.of("stop");
            case READY -> Optional.empty();
            case STOPPED -> waits.test(server) ? Optional.of("spawn") : Optional.empty();
        };
    }

    /** Whether it runs, or is to. */
    boolean isActive(ServerRecord server) {
        return server.isActive() || waits.test(server);
    }

    /** A group, as far as {@code scopes} let it be seen. */
    ObjectNode group(GroupRecord group, ScopeSet scopes) {
        ObjectNode model = Json.object();
        model.put("kind", "group");
        model.put("name", group.name());
        if (scopes.allowsGroup("read:groups", group.name())) {
            array(model, "users", group.users());
            model.set("properties", Json.tree(group.properties()));
        }
        if (scopes.allowsGroup("read:roles:groups", group.name())) {
            array(model, "roles", roles.namesOfGroup(group.name()));
        }
        return model;
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
        put(model, "session_id", token.sessionId());
        model.put("created", Json.time(token.created()));
        Json.put(model, "expires_at", token.expires());
        Json.put(model, "last_activity", token.lastActivity());
        return model;
    }

    static void array(ObjectNode model, String name, Collection<String> texts) {
        ArrayNode array = model.putArray(name);
        texts.forEach(array::add);
    }

    private static void put(ObjectNode model, String name, Optional<String> text) {
        text.ifPresentOrElse(value -> model.put(name, value), () -> model.putNull(name));
    }
}
