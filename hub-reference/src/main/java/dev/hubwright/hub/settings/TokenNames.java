package dev.hubwright.hub.settings;

import dev.hubwright.api.Secret;
import dev.hubwright.api.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map of tokens to the names of those whose they are. */
final class TokenNames {

    static final ValueType<Map<Secret, String>> TYPE = new ValueType<>() {
        @Override
        public String expectation() {
            return "a map of tokens, each of at least 8 characters, to names";
        }

        @Override
        public Map<Secret, String> read(Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException();
            }
            Map<Secret, String> tokens = new LinkedHashMap<>();
            map.forEach((token, name) -> {
                if (!(name instanceof String text)
                        || text.isBlank()
                        || !String.valueOf(token).matches("[!-~]{8,}")) {
                    throw new IllegalArgumentException();
                }
                tokens.put(Secret.of(String.valueOf(token)), text);
            });
            return Map.copyOf(tokens);
        }
    };

    private TokenNames() {}
}
