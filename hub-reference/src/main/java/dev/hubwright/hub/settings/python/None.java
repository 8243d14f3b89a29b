package dev.hubwright.hub.settings.python;

/** Python's {@code None}. */
enum None {
    NONE;

    @Override
    public String toString() {
        return "None";
    }
}
