package dev.hubwright.hub.login;

import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.web.HttpError;
import java.util.List;
import java.util.Optional;

/**
 * Who made a request, and what they may do: a person, or else a service.
 *
 * @param person the person; empty for a service
 * @param service the service that came with its own token; empty for a person
 * @param session the login session, for a browser that is logged in at the hub
 * @param token the token, for everybody else; empty for a service, whose tokens the hub does not list
 * @param server the server whose own token it is
 * @param servers the person's servers, where they were read with the token; empty where nobody has looked
 * @param scopes what they may do now: never more than the person, and never more than the token
 */
public record Visitor(
        Optional<UserRecord> person,
        Optional<ServiceAccount> service,
        Optional<LoginSession> session,
        Optional<TokenRecord> token,
        Optional<ServerRef> server,
        Optional<List<ServerRecord>> servers,
        ScopeSet scopes) {

    /** A person's browser. */
    static Visitor browser(UserRecord user, LoginSession session, ScopeSet scopes) {
        return new Visitor(
                Optional.of(user),
                Optional.empty(),
                Optional.of(session),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scopes);
    }

    /** A program with a token of a person. */
    static Visitor program(
            UserRecord user,
            TokenRecord token,
            Optional<ServerRef> server,
            List<ServerRecord> servers,
            ScopeSet scopes) {
        return new Visitor(
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                Optional.of(token),
                server,
                Optional.of(servers),
                scopes);
    }

    /** A service with its own token. */
    static Visitor service(ServiceAccount service, ScopeSet scopes) {
        return new Visitor(
                Optional.empty(),
                Optional.of(service),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scopes);
    }

    /**
     * The person.
     *
     * @throws HttpError 403 for a service, which is nobody
     */
    public UserRecord user() {
        return person.orElseThrow(
                () -> new HttpError(403, "This is for people, and the token is that of the service " + name()));
    }

    /** The hub name of the person, or the name of the service. */
    public String name() {
        return person.map(UserRecord::name)
                .or(() -> service.map(ServiceAccount::name))
                .orElseThrow();
    }

    /** Whether this is the person of that name; a service of the name is not. */
    public boolean is(String user) {
        return person.map(UserRecord::name).filter(user::equals).isPresent();
    }

    /** Whether they may change the hub itself: never with a server's own token or a narrowed one of an administrator. */
    public boolean isAdministrator() {
        boolean admin = person.map(UserRecord::admin)
                .or(() -> service.map(ServiceAccount::admin))
                .orElseThrow();
        return admin && scopes.allows("admin:users");
    }
}
