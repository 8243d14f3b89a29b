package dev.hubwright.hub.rest;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HttpError;

/** What a visitor may do to whom: 403 where they may do it to nobody, 404 where only not to this one. */
final class Access {

    private Access() {}

    /** The user, if the visitor has the scope for them. */
    static UserRecord user(HubStore store, Visitor visitor, String scope, String name) throws ProviderException {
        require(visitor, scope, visitor.scopes().allows(scope, name), "user " + name);
        return store.users().find(name).orElseThrow(() -> notFound("user " + name));
    }

    /** The server, if its owner exists and the visitor has the scope for it. */
    static ServerRef server(HubStore store, Visitor visitor, String scope, ServerRef server) throws ProviderException {
        require(visitor, scope, visitor.scopes().allows(scope, server), "server " + server);
        store.users().find(server.user()).orElseThrow(() -> notFound("user " + server.user()));
        return server;
    }

    private static void require(Visitor visitor, String scope, boolean allowed, String what) {
        if (!allowed) {
            throw visitor.scopes().mentions(scope)
                    ? notFound(what)
                    : new HttpError(403, "This needs the scope " + scope);
        }
    }

    private static HttpError notFound(String what) {
        return new HttpError(404, "There is no " + what);
    }
}
