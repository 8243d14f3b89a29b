package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.web.HttpError;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Decides what a share may allow. */
final class ShareScopes {

    /** What has a meaning at one server alone; the rest is about people, groups or the hub. */
    private static final Set<String> SHAREABLE = Set.of(
            "access:servers",
            "read:servers",
            "start:servers",
            "delete:servers",
            "servers",
            "admin:server_state",
            "admin:servers",
            "read:shares",
            "shares");

    private final Roles roles;

    ShareScopes(Roles roles) {
        this.roles = roles;
    }

    /**
     * What is asked for, each scope with the filter of the server; access where nothing is asked for.
     *
     * @throws HttpError 400 for scopes that cannot be shared; 403 for those that the visitor does not have
     */
    Set<String> granted(JsonNode body, ServerRef server, Visitor visitor) throws ProviderException {
        Set<String> scopes = read(body, server).orElse(Set.of("access:servers!server=" + server));
        if (!visitor.scopes().includesAll(roles.read(scopes, Holder.user(visitor.name())))) {
            throw new HttpError(403, "You can share only what you may do yourself");
        }
        return scopes;
    }

    /** The same without a look at what the visitor may; empty where nothing is asked for. */
    Optional<Set<String>> read(JsonNode body, ServerRef server) {
        JsonNode texts = body.path("scopes");
        if (texts.isMissingNode() || texts.isNull() || texts.isArray() && texts.isEmpty()) {
            return Optional.empty();
        }
        if (!texts.isArray()) {
            throw new HttpError(400, "scopes must be a list such as [\"access:servers\"]");
        }
        Set<String> scopes = new TreeSet<>();
        texts.forEach(text -> scopes.add(filtered(text.asText(), server)));
        return Optional.of(scopes);
    }

    private String filtered(String scope, ServerRef server) {
        String filter = "!server=" + server;
        String name = scope.endsWith(filter) ? scope.substring(0, scope.length() - filter.length()) : scope;
        if (name.contains("!")) {
            throw new HttpError(400, "\"" + scope + "\" cannot be shared: its filter can only be " + filter);
        }
        boolean known = SHAREABLE.contains(name)
                || name.startsWith("custom:") && roles.tree().isKnown(name);
        if (!known) {
            throw new HttpError(400, "\"" + scope + "\" cannot be shared: it is no scope of servers");
        }
        return name + filter;
    }
}
