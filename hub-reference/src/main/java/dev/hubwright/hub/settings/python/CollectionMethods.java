package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of lists, sets and maps. */
final class CollectionMethods {

    private final Operators operators;

    CollectionMethods(Operators operators) {
        this.operators = operators;
    }

    Object call(ListValue list, String method, Arguments arguments) throws Unreadable {
        switch (method) {
            case "append", "add" -> list.addAll(List.of(arguments.get(0)));
            case "extend" -> list.addAll(List.copyOf(operators.elements(arguments.get(0))));
            case "update", "union" -> {
                return update(list, method, arguments);
            }
            case "insert" -> insert(list, arguments);
            case "remove", "discard" -> remove(list, method, arguments.get(0));
            case "clear" -> list.elements().clear();
            case "copy" -> {
                return new ListValue(list.kind(), list.elements());
            }
            case "index", "count", "pop", "sort", "reverse" -> throw notRead(method);
            default -> throw notRead(method);
        }
        operators.scope().limited(list);
        return None.NONE;
    }

    private Object update(ListValue list, String method, Arguments arguments) throws Unreadable {
        ListValue target = method.equals("update") ? list : new ListValue(list.kind(), list.elements());
        if (list.kind() != Kind.SET) {
            throw notRead(method);
        }
        for (Object argument : arguments.positional()) {
            target.addAll(List.copyOf(operators.elements(argument)));
        }
        return method.equals("update") ? None.NONE : target;
    }

    private void insert(ListValue list, Arguments arguments) throws Unreadable {
        long index = operators.number(arguments.get(0)).longValue();
        int size = list.elements().size();
        long counted = index < 0 ? index + size : index;
        list.elements().add((int) Math.max(0, Math.min(size, counted)), arguments.get(1));
    }

    private void remove(ListValue list, String method, Object element) throws Unreadable {
        for (int i = 0; i < list.elements().size(); i++) {
            if (operators.equal(list.elements().get(i), element)) {
                list.elements().remove(i);
                return;
            }
        }
        if (method.equals("remove")) {
            throw new Unreadable("removes an element that is not there");
        }
    }

    Object call(MapValue map, String method, Arguments arguments) throws Unreadable {
        Map<Object, Object> entries = map.entries();
        switch (method) {
            case "update":
                entries.putAll(merged(arguments));
                return None.NONE;
            case "get":
                return Optional.ofNullable(entries.get(operators.key(arguments.get(0))))
                        .or(() -> arguments.find(1, "default"))
                        .orElse(None.NONE);
            case "setdefault":
                return entries.computeIfAbsent(
                        operators.key(arguments.get(0)),
                        key -> arguments.find(1, "default").orElse(None.NONE));
            case "pop":
                return Optional.ofNullable(entries.remove(operators.key(arguments.get(0))))
                        .or(() -> arguments.find(1, "default"))
                        .orElseThrow(() -> new Unreadable("removes a key that is not there"));
            case "keys":
                return new ListValue(Kind.LIST, List.copyOf(entries.keySet()));
            case "values":
                return new ListValue(Kind.LIST, List.copyOf(entries.values()));
            case "items":
                return new ListValue(
                        Kind.LIST,
                        entries.entrySet().stream()
                                .map(entry -> new ListValue(Kind.TUPLE, List.of(entry.getKey(), entry.getValue())))
                                .toList());
            case "copy":
                return new MapValue(entries);
            case "clear":
                entries.clear();
                return None.NONE;
            default:
                throw notRead(method);
        }
    }

    /** The arguments of {@code dict(…)} and {@code update(…)} as entries. */
    Map<Object, Object> merged(Arguments arguments) throws Unreadable {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (Object argument : arguments.positional()) {
            if (argument instanceof MapValue map) {
                entries.putAll(map.entries());
            } else {
                for (Object pair : operators.elements(argument)) {
                    List<Object> parts = operators.elements(pair);
                    if (parts.size() != 2) {
                        throw new Unreadable("makes a map of something that has no pairs");
                    }
                    entries.put(operators.key(parts.get(0)), parts.get(1));
                }
            }
        }
        arguments.named().forEach((name, value) -> entries.put(Template.of(name), value));
        return entries;
    }

    private static Unreadable notRead(String method) {
        return new Unreadable("calls \"." + method + "\", which is not read");
    }
}
