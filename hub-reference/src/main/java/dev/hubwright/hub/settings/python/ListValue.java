package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** A list, tuple or set: compared by identity, as names that share one see each other's changes. */
final class ListValue {

    private final Kind kind;
    private final List<Object> elements = new ArrayList<>();

    ListValue(Kind kind, Collection<?> elements) {
        this.kind = kind;
        addAll(elements);
    }

    Kind kind() {
        return kind;
    }

    List<Object> elements() {
        return elements;
    }

    void addAll(Collection<?> added) {
        if (kind == Kind.SET) {
            // Sets of settings are small; the order is that of the file.
            LinkedHashSet<Object> all = new LinkedHashSet<>(elements);
            all.addAll(added);
            elements.clear();
            elements.addAll(all);
        } else {
            elements.addAll(added);
        }
    }
}
