package dev.hubwright.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types that settings have. */
final class ValueTypes {

    static final ValueType<String> TEXT = type("a text", ValueTypes::text);
    static final ValueType<Secret> SECRET = type("a text", value -> Secret.of(text(value)));
    static final ValueType<Boolean> FLAG = type("true or false", ValueTypes::flag);
    static final ValueType<Integer> INTEGER =
            type("a whole number", value -> Math.toIntExact(Long.parseLong(text(value))));
    static final ValueType<Double> DECIMAL = type("a number", ValueTypes::decimal);
    static final ValueType<Duration> SECONDS = type("a number of seconds", ValueTypes::seconds);
    static final ValueType<Long> BYTES =
            type("a number of bytes, or one with K, M, G or T for powers of 1024", ValueTypes::bytes);
    static final ValueType<URI> URL = type("an absolute URL such as http://host:8000", ValueTypes::url);
    static final ValueType<List<String>> TEXTS = type("a list of texts", ValueTypes::texts);
    static final ValueType<Map<String, String>> TEXT_MAP = type("a map of texts", ValueTypes::textMap);
    static final ValueType<Object> ANY = type("a value", value -> value);

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)");

    private ValueTypes() {}

    private static <T> ValueType<T> type(String expectation, Function<Object, T> reader) {
        return new ValueType<>() {
            @Override
            public String expectation() {
                return expectation;
            }

            @Override
            public T read(Object value) {
                return reader.apply(value);
            }
        };
    }

    private static String text(Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException();
    }

    private static boolean flag(Object value) {
        return switch (text(value).toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static double decimal(Object value) {
        // BigDecimal knows neither NaN nor the "1d" and "0x1p3" that Double.parseDouble takes for numbers.
        double number = new BigDecimal(text(value)).doubleValue();
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Duration seconds(Object value) {
        double seconds = decimal(value);
        if (Math.abs(seconds) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException();
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static long bytes(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(text(value)).setScale(0, RoundingMode.DOWN).longValueExact();
        }
        Matcher size = SIZE.matcher(text(value));
        if (!size.matches()) {
            throw new IllegalArgumentException();
        }
        // "KMGT" holds the n-th letter for the n-th power of 1024.
        int power = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2)) + 1;
        return new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * power)))
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }

    private static URI url(Object value) {
        URI url = URI.create(text(value));
        // "localhost:8000" is an absolute URI too, of the scheme "localhost".
        if (!url.isAbsolute() || !url.getRawSchemeSpecificPart().startsWith("//")) {
            throw new IllegalArgumentException();
        }
        if (url.getScheme().toLowerCase(Locale.ROOT).startsWith("http") && url.getRawAuthority() == null) {
            throw new IllegalArgumentException();
        }
        return url;
    }

    private static List<String> texts(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(ValueTypes::text).toList();
        }
        // {alice, bob} is how YAML writes what Python writes the same way: a set.
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(Objects::isNull)) {
            return map.keySet().stream().map(ValueTypes::text).toList();
        }
        return List.of(text(value));
    }

    private static Map<String, String> textMap(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException();
        }
        Map<String, String> copy = new LinkedHashMap<>();
        map.forEach((name, element) -> copy.put(text(name), element == null ? "" : text(element)));
        return Collections.unmodifiableMap(copy);
    }
}
