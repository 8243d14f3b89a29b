package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.store.HubStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts those into the store whom the settings name. */
final class StandingPeople {

    private final HubStore store;
    private final Clock clock;

    StandingPeople(HubStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Others who are in these groups stay in them. */
    void putInto(Map<String, List<String>> groups) throws ProviderException {
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            store.groups().create(group.getKey());
            for (String member : group.getValue()) {
                store.users().update(member, known -> known.orElseGet(
                                () -> UserRecord.created(member, false, clock.instant()))
                        .withGroup(group.getKey()));
            }
        }
    }

    /** The role makes administrators, and not only what their tokens may do. */
    void administratorsOf(Roles roles) throws ProviderException {
        for (String name : roles.find(Role.ADMIN).map(Role::users).orElse(Set.of())) {
            store.users().update(name, known -> known.orElseGet(() -> UserRecord.created(name, true, clock.instant()))
                    .withAdmin(true));
        }
    }
}
