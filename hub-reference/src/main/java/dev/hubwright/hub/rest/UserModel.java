package dev.hubwright.hub.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.hub.scopes.ScopeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The API's JSON for a user, as far as scopes let it be seen. Written as it is made: a list has hundreds of them.
 *
 * @param stopped whether servers that do not run are shown too
 * @param self whether the user is told about themselves: name, groups and whether an administrator, whatever the scopes
 */
record UserModel(
        Models models, UserRecord user, List<ServerRecord> servers, ScopeSet scopes, boolean stopped, boolean self) {

    /** Writes it as an object. */
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeFields(out);
        out.writeEndObject();
    }

    /** Writes what the object consists of, for those who add to it. */
    void writeFields(JsonGenerator out) throws IOException {
        String name = user.name();
        boolean read = scopes.allows("read:users", name);
        boolean readRoles = read || scopes.allows("read:roles:users", name);
        out.writeStringField("kind", "user");
        out.writeStringField("name", name);
        if (self || readRoles || scopes.allows("read:users:name", name)) {
            out.writeBooleanField("admin", user.admin());
        }
        if (readRoles) {
            Json.write(out, "roles", models.rolesOf(user));
        }
        if (self || scopes.allows("read:users:groups", name)) {
            Json.write(out, "groups", new TreeSet<>(user.groups()));
        }
        if (scopes.allows("read:users:activity", name)) {
            Json.write(out, "last_activity", user.lastActivity().map(Json::time));
        }
        if (read) {
            out.writeStringField("created", Json.time(user.created()));
            writeDefaultServer(out);
        }
        writeServers(out);
    }

    private void writeDefaultServer(JsonGenerator out) throws IOException {
        Optional<String> pending = Optional.empty();
        Optional<String> path = Optional.empty();
        for (ServerRecord server : servers) {
            if (server.server().name().isEmpty() && models.isActive(server)) {
                pending = models.pending(server);
                path = Optional.of(server)
                        .filter(one -> one.phase() == ServerPhase.READY)
                        .map(models::path);
            }
        }
        Json.write(out, "pending", pending);
        Json.write(out, "server", path);
    }

    /** Left out, rather than empty, for those who may see no server of this user. */
    private void writeServers(JsonGenerator out) throws IOException {
        List<ServerRecord> seen = new ArrayList<>(servers);
        seen.removeIf(
                server -> !(stopped || models.isActive(server)) || !scopes.allows("read:servers", server.server()));
        if (seen.isEmpty() && !scopes.allows("read:servers", user.name())) {
            return;
        }
        out.writeObjectFieldStart("servers");
        for (ServerRecord server : seen) {
            out.writeFieldName(server.server().name());
            out.writeTree(models.server(server, scopes));
        }
        out.writeEndObject();
    }

    /** Writes what single-user servers show of them, as JupyterHub 6 tells it. */
    void writeUserInfo(JsonGenerator out) throws IOException {
        if (!self && !scopes.allows("read:users:name", user.name())) {
            return;
        }
        out.writeFieldName("user_info");
        Optional<String> shown = user.identity().flatMap(Identity::displayName);
        if (shown.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        out.writeStringField("name", shown.get());
        out.writeStringField("display_name", shown.get());
        out.writeEndObject();
    }

    /** Writes what the authenticator keeps about them, for those who may see that. */
    void writeAuthState(JsonGenerator out) throws IOException {
        if (scopes.allows("admin:auth_state", user.name())) {
            out.writeFieldName("auth_state");
            if (user.authState().isEmpty()) {
                out.writeNull();
            } else {
                out.writeTree(Json.tree(user.authState().values()));
            }
        }
    }
}
