package dev.hubwright.hub;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.AuthStates;
import dev.hubwright.api.spawn.ServerRef;
import java.util.HashSet;
import java.util.Set;

/** Tells spawners and hooks what authenticators have said of a server's owner. */
final class KeptIdentities implements AuthStates {

    private final UserStore users;

    KeptIdentities(UserStore users) {
        this.users = users;
    }

    @Override
    public Opaque of(ServerRef server) throws ProviderException {
        return users.find(server.user()).map(UserRecord::authState).orElse(Opaque.empty());
    }

    @Override
    public Identity identity(ServerRef server) throws ProviderException {
        return users.find(server.user()).map(KeptIdentities::inAllGroups).orElseGet(() -> Identity.of(server.user()));
    }

    /** Groups may come from the hub's own settings as well as from the authenticator. */
    private static Identity inAllGroups(UserRecord user) {
        Identity identity = user.identity().orElseGet(() -> Identity.of(user.name()));
        if (user.groups().isEmpty()) {
            return identity;
        }
        Set<String> groups = new HashSet<>(user.groups());
        identity.groups().ifPresent(groups::addAll);
        return identity.withGroups(groups);
    }
}
