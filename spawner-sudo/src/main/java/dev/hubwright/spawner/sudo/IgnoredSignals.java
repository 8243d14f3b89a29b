package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the hub has inherited from its own starter, and every process that it starts would inherit from it. */
final class IgnoredSignals {

    /** Those that have names; those above are for real-time work. */
    private static final long STANDARD = 0x7fff_ffffL;

    private static final String FIELD = "SigIgn:";

    private IgnoredSignals() {}

    /** Whether the hub ignores a signal, or may, where that cannot be found out (proc(5), {@code SigIgn}). */
    static boolean mayBeThere(Path proc) {
        try {
            for (String line : Files.readAllLines(proc.resolve("self").resolve("status"))) {
                if (line.startsWith(FIELD)) {
                    String mask = line.substring(FIELD.length()).strip();
                    return (Long.parseUnsignedLong(mask, 16) & STANDARD) != 0;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Undoing what is not there harms nobody.
        }
        return true;
    }
}
