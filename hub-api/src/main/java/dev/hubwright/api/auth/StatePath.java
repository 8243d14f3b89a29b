package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds one value in what is kept about a person, by names with dots between them; names may have dots themselves. */
final class StatePath {

    private StatePath() {}

    /** The value as text, that of a list with commas; empty if there is none, or it is not plain. */
    static Optional<String> text(Opaque state, String path) {
        return at(state.values(), path).flatMap(StatePath::text);
    }

    private static Optional<Object> at(Map<?, ?> tree, String path) {
        if (tree.get(path) != null) {
            return Optional.of(tree.get(path));
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (tree.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                Optional<Object> found = at(inner, path.substring(dot + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Object value) {
        if (value instanceof Map) {
            return Optional.empty();
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(element -> element instanceof Map || element instanceof List)
                    ? Optional.empty()
                    : Optional.of(list.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return Optional.of(value.toString());
    }
}
