package dev.hubwright.spawner.docker;

import dev.hubwright.api.spawn.ServerRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields that names, volumes and extra options may have, and what they stand for in one start. */
final class Template {

    static final Set<String> FIELDS =
            Set.of("username", "safe_username", "raw_username", "imagename", "servername", "raw_servername", "prefix");

    private static final Pattern FIELD = Pattern.compile("\\{([a-z_]+)}");
    private static final Pattern RAW = Pattern.compile("\\{raw_[a-z]+}");
    private static final Pattern HARMLESS = Pattern.compile("[^\\p{Cntrl}/:\\\\]+");
    private static final int LONGEST_NAME = 200;
    private static final int KEPT_OF_LONG_NAME = 150;

    private final ServerRef server;
    private final String prefix;
    private final Map<String, String> values;

    Template(ServerRef server, String image, String prefix, Escape escape) {
        this.server = server;
        this.prefix = prefix;
        String user = escape.of(server.user());
        this.values = Map.of(
                "username", user,
                "safe_username", user,
                "raw_username", server.user(),
                "imagename", image.replace('/', '-').replace(':', '-'),
                "servername", serverName(server, escape),
                "raw_servername", server.name(),
                "prefix", prefix);
    }

    /** Lower case as the peer has it; a hash tells "Lab" from "lab". */
    private static String serverName(ServerRef server, Escape escape) {
        String lower = server.name().toLowerCase(Locale.ROOT);
        String escaped = escape.of(lower);
        return lower.equals(server.name()) ? escaped : escaped + "--" + Hash.of(server.name());
    }

    String prefix() {
        return prefix;
    }

    /** With all fields replaced; what is in braces and no field stays. */
    String render(String template) {
        Matcher field = FIELD.matcher(template);
        return field.replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }

    /** The same for every text in a tree of maps and lists, keys included. */
    Object renderTree(Object tree) {
        if (tree instanceof String text) {
            return render(text);
        }
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(renderTree(key), renderTree(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(value -> copy.add(renderTree(value)));
            return copy;
        }
        return tree;
    }

    /** The name of a container or volume, short enough for a file system. */
    String name(String template) {
        String name = render(template);
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, KEPT_OF_LONG_NAME) + "--" + Hash.of(server.user(), server.name(), template);
    }

    /** Whether names as they are, which this template puts into a path, could lead out of their place. */
    boolean isSafeInPath(String template) {
        return !RAW.matcher(template).find()
                || isHarmless(server.user()) && (server.name().isEmpty() || isHarmless(server.name()));
    }

    private static boolean isHarmless(String name) {
        return HARMLESS.matcher(name).matches() && !name.startsWith("-") && !name.equals(".") && !name.equals("..");
    }

    static boolean isPersonal(String template) {
        return template.contains("username}");
    }

    static boolean isOfServer(String template) {
        return template.contains("servername}");
    }

    /** Fields in braces that nobody knows. */
    static List<String> unknownFields(String template) {
        return FIELD.matcher(template)
                .results()
                .map(match -> match.group(1))
                .filter(field -> !FIELDS.contains(field))
                .toList();
    }
}
