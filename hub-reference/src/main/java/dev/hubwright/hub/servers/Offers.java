package dev.hubwright.hub.servers;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.spawn.AuthStates;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.hub.settings.GroupOverrides;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the spawners of this hub offer to people. Thread-safe. */
public final class Offers {

    private final Map<String, Spawner> spawners;
    private final Map<String, Settings> settings;
    private final Map<String, GroupOverrides> overrides;
    private final AuthStates owners;

    /**
     * Takes what it works with.
     *
     * @param spawners by instance name
     * @param settings of each of them
     * @param owners who knows the groups of people
     * @throws dev.hubwright.api.InvalidSettings if {@code group_overrides} of one is wrong
     */
    public Offers(Map<String, Spawner> spawners, Map<String, Settings> settings, AuthStates owners) {
        this.spawners = Map.copyOf(spawners);
        this.settings = Map.copyOf(settings);
        this.overrides = settings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> GroupOverrides.of(entry.getValue())));
        this.owners = owners;
    }

    /** What the owner of this server is offered now. */
    Offer offer(ServerRef server, String spawner) throws ProviderException {
        return offer(server, owners.identity(server), spawner);
    }

    /** The same, where the owner has been looked up already. */
    Offer offer(ServerRef server, Identity owner, String spawner) throws ProviderException {
        if (!spawners.containsKey(spawner)) {
            throw ProviderException.permanent(
                    "This server cannot be started", "There is no spawner instance \"" + spawner + "\"");
        }
        Settings own = overrides
                .get(spawner)
                .over(settings.get(spawner), owner.groups().orElse(Set.of()));
        return new Offer(spawners.get(spawner), SpawnOffer.of(server, owner, own));
    }
}
