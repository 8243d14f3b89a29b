package dev.hubwright.api;

import java.util.Optional;

/** What holds of a {@link Setting} whatever its value is. */
record Traits(boolean required, boolean secret, boolean clearable, boolean door, Optional<String> ignored) {

    static final Traits NONE = new Traits(false, false, false, false, Optional.empty());

    Traits asRequired() {
        return new Traits(true, secret, clearable, door, ignored);
    }

    Traits asSecret() {
        return new Traits(required, true, clearable, door, ignored);
    }

    Traits asClearable() {
        return new Traits(required, secret, true, door, ignored);
    }

    Traits asDoor() {
        return new Traits(required, secret, clearable, true, ignored);
    }

    Traits asIgnored(String why) {
        return new Traits(required, secret, clearable, door, Optional.of(why));
    }
}
