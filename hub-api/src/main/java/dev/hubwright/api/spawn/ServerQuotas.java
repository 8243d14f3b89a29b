package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.ProviderException;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many servers some people may have at the same time, below the limits for all. Asked by a {@link
 * ServerSupervisor} before each start, from many threads but one at a time; may block for a moment.
 */
@FunctionalInterface
public interface ServerQuotas {

    /**
     * What holds for a start of this server.
     *
     * @throws ProviderException if that cannot be found out; the server is not started then
     */
    List<Quota> of(ServerRef server) throws ProviderException;

    /** No quotas. */
    static ServerQuotas none() {
        return server -> List.of();
    }

    /**
     * A number of servers that some people have together.
     *
     * @param owners whose servers count: those that run, start, stop, or wait to be started
     * @param most how many there may be, with the one that is to start
     * @param publicMessage for the person, when there would be more: names the limit and says what to do
     */
    record Quota(Predicate<String> owners, int most, String publicMessage) {

        /** Refuses null. */
        public Quota {
            requireNonNull(owners, "owners");
            requireNonNull(publicMessage, "publicMessage");
        }
    }
}
