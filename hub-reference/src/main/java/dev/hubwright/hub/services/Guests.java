package dev.hubwright.hub.services;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.settings.ServiceReader;
import dev.hubwright.hub.store.KeptServices;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services that came by the API, as they were when the store was last looked at. Thread-safe. */
final class Guests {

    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

    private final KeptServices kept;
    private final Set<String> settled;
    private volatile Map<String, Guest> all = Map.of();

    /** @param settled the names of those in the settings, beside which a guest of the same name is passed over */
    Guests(KeptServices kept, Set<String> settled) {
        this.kept = kept;
        this.settled = settled;
    }

    private record Guest(ServiceDefinition definition, Optional<String> tokenHash) {}

    /** Looks at the store again; another hub may have changed it. */
    void look() throws ProviderException {
        Map<String, Guest> found = new LinkedHashMap<>();
        for (KeptServices.Kept one : kept.all()) {
            if (!settled.contains(one.name())) {
                try {
                    ServiceDefinition definition = ServiceReader.read(one.name(), one.definition());
                    found.put(one.name(), new Guest(definition, one.tokenHash()));
                } catch (InvalidSettings e) {
                    LOG.warn("The service {} is left out: {}", one.name(), e.getMessage());
                }
            }
        }
        all = found;
    }

    Collection<ServiceDefinition> definitions() {
        return all.values().stream().map(Guest::definition).toList();
    }

    Optional<ServiceDefinition> find(String name) {
        return Optional.ofNullable(all.get(name)).map(Guest::definition);
    }

    boolean hasToken(String name) {
        Guest guest = all.get(name);
        return guest != null && guest.tokenHash().isPresent();
    }

    Optional<ServiceDefinition> byToken(Secret token) {
        Map<String, Guest> now = all;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> hash = Optional.of(KeptServices.hash(token));
        return now.values().stream()
                .filter(guest -> guest.tokenHash().equals(hash))
                .map(Guest::definition)
                .findFirst();
    }
}
