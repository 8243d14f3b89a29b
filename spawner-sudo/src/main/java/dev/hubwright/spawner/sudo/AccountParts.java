package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderContext;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What spawners of people's accounts work with.
 *
 * @param homes makes home folders that are missing, where that is wanted
 */
record AccountParts(
        ProviderContext context,
        AccountConfig config,
        Door door,
        Agent agent,
        SystemdScope scope,
        ProcessTable processes,
        Listeners listeners,
        Starts starts,
        Optional<HomeMaker> homes,
        Logger log) {}
