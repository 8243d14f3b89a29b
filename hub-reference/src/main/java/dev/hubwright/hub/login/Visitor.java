package dev.hubwright.hub.login;

import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.store.TokenRecord;
import java.util.Optional;

/**
 * Who made a request, and what they may do.
 *
 * @param user the person
 * @param session the login session, for a browser that is logged in at the hub
 * @param token the token, for everybody else
 * @param server the server whose own token it is
 * @param scopes what they may do now: never more than the person, and never more than the token
 */
public record Visitor(
        UserRecord user,
        Optional<LoginSession> session,
        Optional<TokenRecord> token,
        Optional<ServerRef> server,
        ScopeSet scopes) {

    /** The hub name of the person. */
    public String name() {
        return user.name();
    }

    /** Whether they may change the hub itself: never with a server's own token, also not that of an administrator. */
    public boolean isAdministrator() {
        return user.admin() && scopes.mentions("admin:users");
    }
}
