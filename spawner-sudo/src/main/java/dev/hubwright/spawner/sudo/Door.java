package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way by which a program comes to run as somebody else. Thread-safe. */
interface Door {

    /**
     * The words that run the helper as an account.
     *
     * @param limits what they have to enforce; the helper is told those that {@link #leavesLimitsToTheHelper}
     */
    List<String> command(LocalAccount account, Resources limits, String spawnId) throws ProviderException;

    /** The whole environment of that command. */
    Map<String, String> environment(LocalAccount account);

    /** Whether the helper, rather than this door, puts the server into a scope of its own. */
    boolean leavesLimitsToTheHelper();

    /** Why nothing can be started this way at all, with the remedy. */
    Optional<String> closed();

    /** What to do about an account that the door does not let the hub act as. */
    String remedy(LocalAccount account, String complaint);
}
