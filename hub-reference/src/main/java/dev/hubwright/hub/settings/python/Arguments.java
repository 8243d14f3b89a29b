package dev.hubwright.hub.settings.python;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a function is called with.
 *
 * @param positional by place
 * @param named by name
 */
record Arguments(List<Object> positional, Map<String, Object> named) {

    int count() {
        return positional.size() + named.size();
    }

    Object get(int index) throws Unreadable {
        if (index >= positional.size()) {
            throw new Unreadable("calls something with too few arguments");
        }
        return positional.get(index);
    }

    Optional<Object> find(int index, String name) {
        return index < positional.size() ? Optional.of(positional.get(index)) : Optional.ofNullable(named.get(name));
    }

    /** Refuses more arguments than are understood. */
    void atMost(int most) throws Unreadable {
        if (count() > most) {
            throw new Unreadable("calls something with arguments that are not read");
        }
    }
}
