package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps the servers of a hub. Thread-safe; calls may block, and what they have done is durable when they return.
 *
 * <p>All methods throw {@link ProviderException} if the store cannot be reached; nothing has changed then.
 */
public interface ServerStore {

    /** Finds one server. */
    Optional<ServerRecord> find(ServerRef server) throws ProviderException;

    /** All servers of one user, by name. */
    List<ServerRecord> ofUser(String user) throws ProviderException;

    /** All servers that are not stopped. */
    List<ServerRecord> active() throws ProviderException;

    /**
     * Changes one server as one step that no other change can come between. A server that is not there yet begins as
     * {@link ServerRecord#stopped}. An exception of {@code change} passes through, and nothing has changed then.
     *
     * @param change free of side effects, because it may run more than once
     * @return what is kept now
     */
    ServerRecord update(ServerRef server, UnaryOperator<ServerRecord> change) throws ProviderException;

    /** Forgets a server; harmless if there is none. */
    void remove(ServerRef server) throws ProviderException;
}
