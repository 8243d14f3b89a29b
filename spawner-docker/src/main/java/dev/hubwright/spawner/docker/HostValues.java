package dev.hubwright.spawner.docker;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that docker-py writes in another shape than the engine's API. */
final class HostValues {

    private static final Set<String> SIZES =
            Set.of("Memory", "MemoryReservation", "MemorySwap", "KernelMemory", "ShmSize");
    private static final Set<String> LISTS = Set.of("Dns", "DnsOptions", "DnsSearch", "CapAdd", "CapDrop", "GroupAdd");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([bkmgt]?)b?");

    private HostValues() {}

    static Object of(String word, Object value) {
        if (SIZES.contains(word)) {
            return bytes(value);
        }
        if (LISTS.contains(word) && !(value instanceof List<?>)) {
            return List.of(value.toString());
        }
        return switch (word) {
            case "GroupAdd" -> ((List<?>) value).stream().map(Object::toString).toList();
            case "Env" -> assignments(value, "=");
            case "ExtraHosts" -> assignments(value, ":");
            case "Cmd", "Entrypoint" ->
                value instanceof String text ? List.of(text.strip().split("\\s+")) : value;
            case "User" -> value.toString();
            case "Devices" -> eachOf(value, HostValues::device);
            case "Ulimits", "DeviceRequests" -> eachOf(value, HostValues::engineKeys);
            case "Mounts" -> eachOf(value, HostValues::mount);
            case "RestartPolicy", "LogConfig", "Healthcheck" -> engineKeys(value);
            case "ExposedPorts" -> ports(value);
            case "Binds" -> binds(value);
            case "PortBindings" -> bindings(value);
            default -> value;
        };
    }

    private static Object bytes(Object value) {
        Matcher size = SIZE.matcher(value.toString().strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return value;
        }
        int power = Math.max(0, "bkmgt".indexOf(size.group(2)));
        return new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * (size.group(2).isEmpty() ? 0 : power))))
                .longValue();
    }

    private static Object assignments(Object value, String sign) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        List<String> lines = new ArrayList<>();
        map.forEach((name, text) -> lines.add(name + sign + text));
        return lines;
    }

    /** {@code /dev/fuse:/dev/fuse:rwm}. */
    private static Object device(Object value) {
        if (!(value instanceof String text)) {
            return engineKeys(value);
        }
        String[] parts = text.split(":");
        return Map.of(
                "PathOnHost", parts[0],
                "PathInContainer", parts.length > 1 ? parts[1] : parts[0],
                "CgroupPermissions", parts.length > 2 ? parts[2] : "rwm");
    }

    private static Object ports(Object value) {
        if (value instanceof Map<?, ?>) {
            return value;
        }
        Map<String, Object> ports = new LinkedHashMap<>();
        for (Object port : value instanceof List<?> list ? list : List.of(value)) {
            ports.put(port.toString().contains("/") ? port.toString() : port + "/tcp", Map.of());
        }
        return ports;
    }

    /** {@code {/srv: {bind: /data, mode: ro}}}. */
    private static Object binds(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value instanceof List<?> ? value : List.of(value.toString());
        }
        List<String> binds = new ArrayList<>();
        map.forEach((source, place) -> {
            Map<?, ?> details = place instanceof Map<?, ?> written ? written : Map.of("bind", place);
            Object mode = details.get("mode") == null ? "rw" : details.get("mode");
            binds.add(source + ":" + details.get("bind") + ":" + mode);
        });
        return binds;
    }

    /** {@code {8888: 80}} and {@code {8888: [127.0.0.1, 80]}}. */
    private static Object bindings(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> bindings = new LinkedHashMap<>();
        map.forEach((port, place) -> {
            String key = port.toString().contains("/") ? port.toString() : port + "/tcp";
            boolean engines = place instanceof List<?> list && list.stream().allMatch(Map.class::isInstance);
            bindings.put(key, engines ? place : List.of(binding(place)));
        });
        return bindings;
    }

    private static Map<String, String> binding(Object place) {
        if (place instanceof List<?> pair) {
            String port = pair.size() > 1 ? pair.get(1).toString() : "";
            return Map.of("HostIp", pair.get(0).toString(), "HostPort", port);
        }
        String text = String.valueOf(place);
        return text.matches("\\d+")
                ? Map.of("HostIp", "", "HostPort", text)
                : Map.of("HostIp", place == null ? "" : text, "HostPort", "");
    }

    private static Object mount(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> mount = new LinkedHashMap<>();
        map.forEach((key, inner) -> Mounts.put(mount, key.toString(), inner));
        mount.putIfAbsent("Type", "volume");
        return mount;
    }

    private interface Shape {
        Object of(Object value);
    }

    private static Object eachOf(Object value, Shape shape) {
        return value instanceof List<?> list ? list.stream().map(shape::of).toList() : value;
    }

    /** {@code soft_limit} and {@code SoftLimit} are both there; the engine takes {@code Soft} in any case. */
    static Object engineKeys(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        map.forEach((key, inner) -> tree.put(camel(key.toString()), inner));
        return tree;
    }

    private static String camel(String key) {
        StringBuilder word = new StringBuilder();
        for (String part : key.split("_")) {
            if (!part.isEmpty()) {
                word.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        String camel = word.toString();
        return camel.equals("DeviceIds") ? "DeviceIDs" : camel;
    }
}
