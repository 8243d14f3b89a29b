package dev.hubwright.api.spawn;

import java.util.Optional;

/** A piece of work on one server. A {@link ServerLife} never runs two at a time. */
interface Step {

    /** What others see meanwhile. */
    Optional<Pending> pending();

    Next run() throws InterruptedException;

    /** What comes after an interrupt that no stop was the reason of: the supervisor is closing. */
    default Next interrupted() {
        return Next.done();
    }

    /** Whether somebody who wants a stop has nothing more to ask for. */
    default boolean satisfies(StopMode wanted) {
        return false;
    }
}
