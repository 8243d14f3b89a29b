package dev.hubwright.hub;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.AuthStates;
import dev.hubwright.api.spawn.ServerRef;

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
        return users.find(server.user()).flatMap(UserRecord::identity).orElseGet(() -> Identity.of(server.user()));
    }
}
