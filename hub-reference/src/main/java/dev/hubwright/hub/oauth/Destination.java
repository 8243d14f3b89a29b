package dev.hubwright.hub.oauth;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.store.OAuthClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an OAuth client is to people: a server of somebody, or a service.
 *
 * @param server the server that it is; empty for a service
 * @param service the name of the service that it is; empty for a server
 * @param description what a person is asked about
 * @param trusted whether people are not asked
 */
record Destination(Optional<ServerRef> server, Optional<String> service, String description, boolean trusted) {

    /** Empty if the client is neither any more. */
    static Optional<Destination> of(OAuthClient client, Services services) {
        return client.server().isPresent()
                ? client.server().map(Destination::ofServer)
                : services.ofClient(client.id()).map(Destination::ofService);
    }

    private static Destination ofServer(ServerRef server) {
        String name = server.name().isEmpty() ? "" : " \"" + server.name() + "\"";
        return new Destination(
                Optional.of(server), Optional.empty(), "The server" + name + " of " + server.user(), false);
    }

    private static Destination ofService(ServiceDefinition service) {
        return new Destination(
                Optional.empty(),
                Optional.of(service.name()),
                "The service " + service.name(),
                service.oauthNoConfirm());
    }

    /** Whether somebody may use it at all. */
    boolean isOpenTo(Visitor visitor) {
        return server.isPresent()
                ? visitor.scopes().allows("access:servers", server.get())
                : visitor.scopes().allowsService("access:services", service.orElseThrow());
    }

    /** Whether it knows this person without a question. */
    boolean needsNoConsentOf(Visitor visitor) {
        return trusted || server.filter(own -> visitor.is(own.user())).isPresent();
    }

    /** These scopes, and those that every client gets, spelt out for a person; role names stand for their scopes. */
    ScopeSet with(Set<String> scopes, Visitor visitor, Roles roles) throws ProviderException {
        Set<String> all = new TreeSet<>();
        for (String scope : scopes) {
            all.addAll(role(scope, roles).map(Role::scopes).orElse(Set.of(scope)));
        }
        all.addAll(List.of("read:users:name!user", "read:users:groups!user", accessScope()));
        Holder person = Holder.user(visitor.name());
        Holder holder = server.map(person::through)
                .or(() -> service.map(person::throughService))
                .orElseThrow();
        return roles.read(all, holder, visitor.scopes());
    }

    /** Whether there is such a scope, with such a filter, or a role of this name. */
    static boolean isKnown(String scope, Roles roles) {
        return role(scope, roles).isPresent() || roles.tree().isScope(scope);
    }

    private static Optional<Role> role(String name, Roles roles) {
        return name.contains(":") ? Optional.empty() : roles.find(name);
    }

    /** What one needs to use it. */
    private String accessScope() {
        return server.map(ref -> "access:servers!server=" + ref)
                .orElseGet(() -> "access:services!service=" + service.orElseThrow());
    }
}
