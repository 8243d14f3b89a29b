package dev.hubwright.hub.settings;

import dev.hubwright.api.Secret;
import dev.hubwright.api.ValueType;
import java.util.Collection;
import java.util.stream.Collectors;

/** Keys in a list, or in one text with semicolons between them, as {@code JUPYTERHUB_CRYPT_KEY} has them. */
final class KeyRing {

    static final ValueType<Secret> TYPE = new ValueType<>() {
        @Override
        public String expectation() {
            return "a key or a list of keys";
        }

        @Override
        public Secret read(Object value) {
            if (value instanceof Collection<?> keys) {
                return Secret.of(keys.stream().map(KeyRing::text).collect(Collectors.joining(";")));
            }
            return Secret.of(text(value));
        }
    };

    private KeyRing() {}

    private static String text(Object value) {
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        throw new IllegalArgumentException();
    }
}
