package dev.hubwright.hub.rest;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.GroupRecord;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a visitor may do to whom: 403 where they may do it to nobody, 404 where only not to this one. Thread-safe. */
public final class Access {

    private Access() {}

    /** The user, if the visitor has the scope for them. */
    public static UserRecord user(HubStore store, Visitor visitor, String scope, String name) throws ProviderException {
        return user(store, visitor, List.of(scope), name);
    }

    /** The same where one of several scopes is enough. */
    public static UserRecord user(HubStore store, Visitor visitor, List<String> scopes, String name)
            throws ProviderException {
        require(visitor.scopes(), scopes, scope -> visitor.scopes().allows(scope, name), "user " + name);
        return store.users().find(name).orElseThrow(() -> notFound("user " + name));
    }

    /** The server, if its owner exists and the visitor has the scope for it. */
    static ServerRef server(HubStore store, Visitor visitor, String scope, ServerRef server) throws ProviderException {
        require(visitor.scopes(), List.of(scope), each -> visitor.scopes().allows(each, server), "server " + server);
        store.users().find(server.user()).orElseThrow(() -> notFound("user " + server.user()));
        return server;
    }

    /** The group, if the visitor has one of the scopes for it. */
    public static GroupRecord group(HubStore store, Visitor visitor, List<String> scopes, String name)
            throws ProviderException {
        require(visitor.scopes(), scopes, scope -> visitor.scopes().allowsGroup(scope, name), "group " + name);
        return store.groups().find(name).orElseThrow(() -> notFound("group " + name));
    }

    /** For what is nobody's: the hub itself, and what is not there yet. */
    public static void everywhere(Visitor visitor, String scope) {
        if (!visitor.scopes().allows(scope)) {
            throw missing(scope);
        }
    }

    /**
     * For lists, which leave out what the visitor may not see. A filter by something that the list is not about is a
     * mistake, and an empty list would hide it.
     *
     * @param filters the kinds of filters that the scope can have here
     */
    static void somewhere(Visitor visitor, String scope, Set<String> filters) {
        if (!visitor.scopes().mentions(scope)) {
            throw missing(scope);
        }
        Set<String> others = new TreeSet<>(visitor.scopes().filtersOf(scope));
        others.removeAll(filters);
        if (!others.isEmpty()) {
            throw new HttpError(
                    403,
                    "The scope " + scope + " cannot have a filter by " + String.join(" or ", others) + " here, only by "
                            + String.join(" or ", new TreeSet<>(filters)));
        }
    }

    /** Administrators are made, changed and deleted by their like alone, whatever scopes others have. */
    public static void mayMakeAdministrators(Visitor visitor, boolean concerned) {
        if (concerned && !visitor.isAdministrator()) {
            throw new HttpError(403, "Only administrators may do this to administrators");
        }
    }

    private static void require(ScopeSet held, List<String> scopes, Predicate<String> allowed, String what) {
        if (scopes.stream().noneMatch(allowed)) {
            throw scopes.stream().anyMatch(held::mentions) ? notFound(what) : missing(String.join(" or ", scopes));
        }
    }

    private static HttpError missing(String scope) {
        return new HttpError(403, "This needs the scope " + scope);
    }

    static HttpError notFound(String what) {
        return new HttpError(404, "There is no " + what);
    }
}
