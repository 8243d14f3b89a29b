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

    /** The name of a service is a name in the domain name system too. */
    private static final int LONGEST_SERVICE_NAME = 63;

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

    /** The one for a server by this config. */
    static Template of(DockerConfig config, ServerRef server) {
        return new Template(
                server,
                config.image(),
                config.get(DockerSettings.PREFIX),
                Escape.named(config.get(DockerSettings.ESCAPE)));
    }

    /** What the container or service of the server is called. */
    String serverName(DockerConfig config) {
        String template = config.find(DockerSettings.NAME_TEMPLATE)
                .orElse(server.name().isEmpty() ? "{prefix}-{username}" : "{prefix}-{username}--{servername}");
        return name(template, config.isForSwarm() ? LONGEST_SERVICE_NAME : LONGEST_NAME);
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

    /** The name of a volume, short enough for a file system. */
    String name(String template) {
        return name(template, LONGEST_NAME);
    }

    private String name(String template, int longest) {
        String name = render(template);
        if (name.length() <= longest) {
            return name;
        }
        String end = "--" + Hash.of(server.user(), server.name(), template);
        return name.substring(0, longest - end.length()) + end;
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
