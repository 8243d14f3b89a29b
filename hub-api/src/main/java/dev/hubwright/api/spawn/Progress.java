package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.time.Instant;

/** Where a start reports to. Thread-safe; after the start has ended, reports are ignored. */
public interface Progress {

    /**
     * Tells the person how far it is.
     *
     * @param percent from 0 to 100; a number below an earlier one is shown as the earlier one
     * @param message plain text, which is escaped wherever it is shown
     */
    void report(int percent, String message);

    /** Tells the person what is being done, where nobody can say how far it is. Plain text. */
    default void report(String message) {
        report(0, message);
    }

    /**
     * Keeps the state of what exists so far, or is about to. It is durable when this returns: if the hub dies now, it finds the state
     * again and can adopt or remove what it describes. Blocks.
     *
     * @throws ProviderException if it cannot be kept; the start must then undo what it did and end
     */
    void checkpoint(Opaque state) throws ProviderException;

    /**
     * Begins a phase that needs time of its own, such as pulling an image: the deadline moves to {@code allowance}
     * from now if that is later, up to the hub's own hard limit.
     *
     * @param name what is being done, for the person
     * @return when the start has to be over from now on; whoever ends by then can still say why it was late
     */
    Instant phase(String name, Duration allowance);
}
