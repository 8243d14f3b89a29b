package dev.hubwright.hub.scopes;

import dev.hubwright.api.spawn.ServerRef;
import java.util.Optional;

/**
 * For whom the short forms {@code !user}, {@code !server} and {@code !service} stand.
 *
 * @param user who owns the scopes; empty for a service
 * @param server the server through which they were given out
 * @param service the service that owns them, or through which they were given out
 */
public record Holder(Optional<String> user, Optional<ServerRef> server, Optional<String> service) {

    /** A person. */
    public static Holder user(String name) {
        return new Holder(Optional.of(name), Optional.empty(), Optional.empty());
    }

    /** A service. */
    public static Holder service(String name) {
        return new Holder(Optional.empty(), Optional.empty(), Optional.of(name));
    }

    /** The same person by way of a server. */
    public Holder through(ServerRef issuer) {
        return new Holder(user, Optional.of(issuer), service);
    }

    /** The same person by way of a service. */
    public Holder throughService(String issuer) {
        return new Holder(user, server, Optional.of(issuer));
    }

    Optional<Scope.Filter> spelt(String shortForm) {
        return switch (shortForm) {
            case "user" -> user.map(Scope.Filter::user);
            case "server" -> server.map(Scope.Filter::server);
            case "service" -> service.map(Scope.Filter::service);
            default -> Optional.empty();
        };
    }
}
