package dev.hubwright.auth.oidc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a value in a tree: by name, by names with dots between them, or by JSON pointer ({@code /a/b}, RFC 6901). A name
 * that has dots itself, as claims that are URLs have, goes before the way down.
 */
final class ClaimPath {

    private ClaimPath() {}

    static Optional<Object> find(Map<?, ?> tree, String path) {
        return path.startsWith("/") ? pointed(tree, path) : dotted(tree, path);
    }

    private static Optional<Object> dotted(Map<?, ?> tree, String path) {
        if (tree.get(path) != null) {
            return Optional.of(tree.get(path));
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (tree.get(path.substring(0, dot)) instanceof Map<?, ?> child) {
                Optional<Object> found = dotted(child, path.substring(dot + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> pointed(Map<?, ?> tree, String pointer) {
        Object value = tree;
        for (String part : pointer.substring(1).split("/", -1)) {
            value = child(value, part.replace("~1", "/").replace("~0", "~"));
        }
        return Optional.ofNullable(value);
    }

    private static Object child(Object parent, String name) {
        if (parent instanceof Map<?, ?> map) {
            return map.get(name);
        }
        boolean isIndex = parent instanceof List && name.matches("\\d{1,6}");
        int index = isIndex ? Integer.parseInt(name) : -1;
        return parent instanceof List<?> list && index >= 0 && index < list.size() ? list.get(index) : null;
    }
}
