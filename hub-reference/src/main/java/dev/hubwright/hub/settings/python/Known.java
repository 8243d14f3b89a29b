package dev.hubwright.hub.settings.python;

/** What names can stand for beside plain values. */
sealed interface Known {

    /** The object {@code c}. */
    record Configuration() implements Known {}

    /** {@code c.Spawner}. */
    record Section(String name) implements Known {}

    /** {@code c.Spawner.cmd}. */
    record Trait(String section, String key) implements Known {}

    /** What was imported, or something in it. */
    record Imported(String dotted) implements Known {}

    /** Something defined in the file that only Python can run: {@code def}, {@code class} or {@code lambda}. */
    record Code(String keyword, String name, int line) implements Known {}

    /** Bytes, one letter each. */
    record Bytes(String letters) implements Known {}

    /** A name whose value could not be read. */
    record Unknown(String why, int line) implements Known {}
}
