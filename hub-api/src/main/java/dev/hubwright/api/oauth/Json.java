package dev.hubwright.api.oauth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the little JSON that a hub answers: objects as maps, arrays as lists, strings, numbers as doubles, booleans, and
 * {@code null} left out. The JDK has no reader, and this module no other library.
 */
final class Json {

    private static final int MAX_DEPTH = 32;

    private final String text;
    private int position;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Map<?, ?> object(String text) {
        if (read(text) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("is no JSON object");
    }

    /**
     * Reads an array of strings.
     *
     * @throws IllegalArgumentException if it is none
     */
    static List<String> strings(String text) {
        if (read(text) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new IllegalArgumentException("is no JSON array of strings");
    }

    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static Object read(String text) {
        Json reader = new Json(text);
        Object value = reader.value(0);
        reader.skipBlanks();
        if (reader.position < text.length()) {
            throw reader.malformed();
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed();
        }
        skipBlanks();
        switch (peek()) {
            case '{':
                return map(depth);
            case '[':
                return list(depth);
            case '"':
                return string();
            default:
                return word();
        }
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        if (!take('}')) {
            do {
                skipBlanks();
                String name = string();
                expect(':');
                Object value = value(depth + 1);
                if (value != null) {
                    map.put(name, value);
                }
            } while (take(','));
            expect('}');
        }
        return map;
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        expect('[');
        if (!take(']')) {
            do {
                Object value = value(depth + 1);
                if (value != null) {
                    list.add(value);
                }
            } while (take(','));
            expect(']');
        }
        return list;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        if (peek() != '"') {
            throw malformed();
        }
        position++;
        for (char c = next(); c != '"'; c = next()) {
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = next();
        int simple = "bfnrt".indexOf(c);
        if (c == 'u') {
            position += 4;
            if (position > text.length()) {
                throw malformed();
            }
            return (char) Integer.parseInt(text.substring(position - 4, position), 16);
        }
        return simple < 0 ? c : "\b\f\n\r\t".charAt(simple);
    }

    private Object word() {
        int start = position;
        while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String word = text.substring(start, position);
        switch (word) {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return null;
            default:
                return Double.valueOf(word);
        }
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean take(char expected) {
        skipBlanks();
        boolean there = peek() == expected;
        position += there ? 1 : 0;
        return there;
    }

    private void expect(char expected) {
        if (!take(expected)) {
            throw malformed();
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private char next() {
        if (position == text.length()) {
            throw malformed();
        }
        return text.charAt(position++);
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("is no JSON");
    }
}
