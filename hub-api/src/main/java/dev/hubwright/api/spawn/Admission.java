package dev.hubwright.api.spawn;

import java.time.Duration;
import java.util.Optional;

/** What {@link ServerSupervisor#start} says at once; how the start itself ends comes later. */
public sealed interface Admission {

    /**
     * The start has begun, and its record is kept.
     *
     * @param spawnId its id
     */
    record Accepted(String spawnId) implements Admission {}

    /** Nothing to do. */
    record AlreadyRunning() implements Admission {}

    /** An earlier start is under way, and this one joins it. */
    record AlreadyStarting() implements Admission {}

    /**
     * It starts as soon as there is a place; to stop it gives the place in the queue up.
     *
     * @param position where it is in the queue, from 1
     */
    record Waiting(int position) implements Admission {}

    /**
     * It does not start now, and nothing has changed.
     *
     * @param reason why
     * @param publicMessage for the person
     * @param retryAfter when it may be worth trying again
     */
    record Refused(Reason reason, String publicMessage, Optional<Duration> retryAfter) implements Admission {}

    /** Why a start is refused. */
    enum Reason {
        /** {@code concurrent_spawn_limit} is reached, and no more may wait. */
        TOO_MANY_STARTING,
        /** {@code active_server_limit} is reached, and no more may wait. */
        TOO_MANY_ACTIVE,
        /** One of the {@link ServerQuotas} is reached. */
        BEYOND_QUOTA,
        /** The server is being stopped or checked. */
        BUSY,
        /** There is no spawner of that name. */
        UNKNOWN_SPAWNER,
        /** The supervisor was closed. */
        CLOSED
    }
}
