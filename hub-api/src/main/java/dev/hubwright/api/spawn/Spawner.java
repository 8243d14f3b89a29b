package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Provider;
import dev.hubwright.api.ProviderException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts, watches and stops servers of people.
 *
 * <p>One instance serves all servers, and is called from many threads at once; for one server, calls of
 * {@code start} and {@code stop} never overlap, but {@code poll} may come at any time. It keeps nothing per server:
 * what it needs to find one again is the {@link Opaque} state that it hands to the hub, and another instance in
 * another process can go on from that state.
 *
 * <p>Calls may block. They run on threads that are made for it, and cancelling is an interrupt: the call then cleans
 * up what it has begun and ends soon with {@link InterruptedException}.
 */
public interface Spawner extends Provider {

    /**
     * Starts a server and returns as soon as its address is known; whether it answers is checked by the hub.
     *
     * <p>As soon as something exists outside the hub, or is about to, its state must be handed to {@link Progress#checkpoint}, which is
     * durable when it returns: a hub that dies in the middle finds it again. If the call ends in any other way than
     * with {@link StartResult.Running}, nothing that it made may be left. What an earlier stop has kept may be taken up,
     * replaced, or left as it was.
     *
     * @return where the server is, or a refusal that is nobody's failure
     * @throws ProviderException if it cannot be started now
     */
    StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException;

    /**
     * Looks whether a server lives, and where, if its address may change. Must not be guessed: what cannot be found out
     * is {@link Status.Unknown}.
     *
     * @param state what {@code start} checkpointed or returned last; one that this spawner cannot read means a server
     *     that is not there
     * @throws ProviderException taken as {@code Unknown}
     */
    Status poll(ServerRef server, Opaque state) throws ProviderException, InterruptedException;

    /**
     * Stops a server and returns when it does not run any more. To stop what is gone already is a success, and still
     * cleans up. It sees no settings: a start puts what its stop needs, such as a time limit, into the state.
     *
     * @param state what {@code start} checkpointed or returned last, or an earlier stop has kept; one that this spawner
     *     cannot read means a server that is not there
     * @return what is left; always {@link StopResult.Gone} with {@link StopMode#REMOVE}
     * @throws ProviderException if it may still run
     */
    StopResult stop(ServerRef server, Opaque state, StopMode mode) throws ProviderException, InterruptedException;

    /**
     * Deletes what belongs to a person and to none of their servers alone, such as a volume for all of them. Called
     * after all their servers were stopped with {@link StopMode#REMOVE}; to delete what is not there is a success.
     *
     * <p>The default does nothing.
     *
     * @param user the hub name
     * @throws ProviderException if something may still be there
     */
    default void removeUser(String user) throws ProviderException, InterruptedException {}

    /**
     * Finds a server again after a restart of the hub, possibly at another address.
     *
     * <p>The default cannot, and the server is then stopped.
     *
     * @return empty if the server is gone
     * @throws ProviderException if that cannot be found out now
     */
    default Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Lists everything outside that this hub and instance have started, whether or not the hub remembers it.
     *
     * <p>The default finds nothing.
     *
     * @throws ProviderException if it cannot be listed now
     */
    default List<Found> discover() throws ProviderException, InterruptedException {
        return List.of();
    }

    /** What this spawner can do beyond starting and stopping. Must not change. */
    default Set<SpawnerCapability> capabilities() {
        return Set.of();
    }

    /**
     * Reads what a server has printed.
     *
     * @return the text, UTF-8; the caller closes it, and with {@link LogRequest#follow()} it ends when the server does
     * @throws ProviderException if there is nothing to read or it cannot be read
     */
    default InputStream logs(ServerRef server, Opaque state, LogRequest request)
            throws ProviderException, InterruptedException {
        throw ProviderException.permanent(
                "This server's log cannot be shown", getClass().getSimpleName() + " keeps no logs");
    }
}
