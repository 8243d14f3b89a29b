package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import dev.hubwright.hub.settings.source.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that a file gives values, in order, with the statement that did so last. */
final class Traits {

    private final Map<Known.Trait, Written> written = new LinkedHashMap<>();
    private Statement.Place now = new Statement.Place(0, 0, "");

    /** Says which statement is being carried out. */
    void at(Statement.Place place) {
        now = place;
    }

    void set(Known.Trait trait, Object value) {
        written.remove(trait);
        written.put(trait, new Written(now, Optional.of(value), List.of()));
    }

    void forget(Known.Trait trait) {
        written.remove(trait);
    }

    Optional<Object> find(Known.Trait trait) {
        return Optional.ofNullable(written.get(trait)).flatMap(Written::value);
    }

    Object value(Known.Trait trait) throws Unreadable {
        return find(trait)
                .orElseThrow(() -> new Unreadable("reads " + trait.section() + "." + trait.key()
                        + ", which this file gives no value before; write the value itself"));
    }

    /** Notes that the value was changed where it is. */
    void touch(Known.Trait trait) {
        Written earlier = written.get(trait);
        written.put(trait, new Written(now, earlier.value(), earlier.extensions()));
    }

    /** Adds to a value that the file does not know. */
    Object extend(Known.Trait trait, String method, Arguments arguments, Operators operators) throws Unreadable {
        Object added = method.equals("update") && !(arguments.get(0) instanceof ListValue)
                ? new MapValue(operators.map(arguments.get(0)).entries())
                : list(method, arguments, operators);
        Extension.Kind kind =
                switch (method) {
                    case "insert", "prepend" -> Extension.Kind.PREPEND;
                    case "update" -> added instanceof MapValue ? Extension.Kind.UPDATE : Extension.Kind.APPEND;
                    default -> Extension.Kind.APPEND;
                };
        extend(trait, kind, added);
        return None.NONE;
    }

    private static ListValue list(String method, Arguments arguments, Operators operators) throws Unreadable {
        return switch (method) {
            case "append", "add" -> new ListValue(Kind.LIST, List.of(arguments.get(0)));
            case "extend", "prepend", "update" -> new ListValue(Kind.LIST, operators.elements(arguments.get(0)));
            case "insert" -> {
                if (operators.number(arguments.get(0)).longValue() != 0) {
                    throw new Unreadable("inserts into a list that this file does not know; write the whole list");
                }
                yield new ListValue(Kind.LIST, List.of(arguments.get(1)));
            }
            default ->
                throw new Unreadable("calls \"." + method
                        + "\" of a setting that this file gives no value before; write the whole value");
        };
    }

    void extend(Known.Trait trait, Extension.Kind kind, Object added) {
        Written earlier = written.remove(trait);
        List<Addition> additions = new ArrayList<>(earlier == null ? List.of() : earlier.extensions());
        additions.add(new Addition(kind, added, now));
        written.put(trait, new Written(now, Optional.empty(), additions));
    }

    Map<Known.Trait, Written> all() {
        return written;
    }

    /**
     * What a file says about one setting.
     *
     * @param value empty where the file only adds to it
     */
    record Written(Statement.Place place, Optional<Object> value, List<Addition> extensions) {}

    record Addition(Extension.Kind kind, Object added, Statement.Place place) {}
}
