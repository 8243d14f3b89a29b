package dev.hubwright.hub.servers;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.spawn.AuthStates;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.Spawner;
import java.util.Map;

/** What the spawners of this hub offer to people. Thread-safe. */
public final class Offers {

    private final Map<String, Spawner> spawners;
    private final Map<String, Settings> settings;
    private final AuthStates owners;

    /**
     * Takes what it works with.
     *
     * @param spawners by instance name
     * @param settings of each of them
     * @param owners who knows the groups of people
     */
    public Offers(Map<String, Spawner> spawners, Map<String, Settings> settings, AuthStates owners) {
        this.spawners = Map.copyOf(spawners);
        this.settings = Map.copyOf(settings);
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
        return new Offer(spawners.get(spawner), SpawnOffer.of(server, owner, settings.get(spawner)));
    }
}
