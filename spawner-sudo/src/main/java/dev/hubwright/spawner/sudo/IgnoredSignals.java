package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the hub has inherited from its own starter, and every process that it starts would inherit from it. */
final class IgnoredSignals {

    /** Those that have names; those above are for real-time work. */
    private static final long STANDARD = 0x7fff_ffffL;

    private static final long SIGCHLD = 1L << 16;

    private static final String FIELD = "SigIgn:";

    private IgnoredSignals() {}

    /** Whether the hub ignores a signal, or may, where that cannot be found out (proc(5), {@code SigIgn}). */
    static boolean mayBeThere(Path proc) {
        return (mask(proc) & STANDARD) != 0;
    }

    /** Whether the kernel may forget how children ended: it does so where SIGCHLD is ignored (wait(2)). */
    static boolean mayHideEnds(Path proc) {
        return (mask(proc) & SIGCHLD) != 0;
    }

    private static long mask(Path proc) {
        try {
            for (String line : Files.readAllLines(proc.resolve("self").resolve("status"))) {
                if (line.startsWith(FIELD)) {
                    return Long.parseUnsignedLong(line.substring(FIELD.length()).strip(), 16);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Undoing what is not there harms nobody.
        }
        return STANDARD;
    }
}
