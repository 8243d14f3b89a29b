package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.ServerRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields that KubeSpawner's templates have, and what they stand for in one start. Immutable. */
final class Template {

    static final Set<String> FIELDS = Set.of(
            "username",
            "servername",
            "user_server",
            "unescaped_username",
            "unescaped_servername",
            "hubnamespace",
            "safe_username",
            "safe_servername",
            "safe_user_server",
            "escaped_username",
            "escaped_servername",
            "escaped_user_server",
            "pod_name",
            "pvc_name",
            "namespace");

    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{([a-z_]+)}");
    private static final Pattern OF_SERVER = Pattern.compile("\\{[a-z_]*(servername|user_server)}");

    private final Map<String, String> values;

    private Template(Map<String, String> values) {
        this.values = values;
    }

    /**
     * For one server.
     *
     * @param scheme {@code safe} or {@code escape}
     * @param hubNamespace where the hub itself is
     */
    static Template of(ServerRef server, String scheme, String hubNamespace) {
        Map<String, String> values = new LinkedHashMap<>();
        String name = server.name();
        String escapedUser = Slugs.escaped(server.user());
        String escapedName = Slugs.escaped(name);
        String safeName = name.isEmpty() ? "" : Slugs.safe(name);
        values.put("unescaped_username", server.user());
        values.put("unescaped_servername", name);
        values.put("hubnamespace", hubNamespace.equals("default") ? "user" : hubNamespace);
        values.put("safe_username", Slugs.safe(server.user()));
        values.put("safe_servername", safeName);
        values.put("safe_user_server", Slugs.safe(server.user(), name));
        values.put("escaped_username", escapedUser);
        values.put("escaped_servername", escapedName);
        values.put("escaped_user_server", escapedUser + "--" + escapedName);
        boolean safe = scheme.equals("safe");
        values.put("username", safe ? values.get("safe_username") : escapedUser);
        values.put("servername", safe ? safeName : escapedName);
        String escapedBoth = name.isEmpty() ? escapedUser : escapedUser + "--" + escapedName;
        values.put("user_server", safe ? values.get("safe_user_server") : escapedBoth);
        return new Template(values);
    }

    /** The same with one more field. */
    Template with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(field, value);
        return new Template(more);
    }

    /** With all fields replaced, and doubled braces as single ones; what is in braces and no field stays. */
    String render(String template) {
        Matcher field = FIELD.matcher(template);
        String text = field.replaceAll(match -> Matcher.quoteReplacement(replacement(match.group(), match.group(1))));
        // An empty server name must leave no "--" at the end of "{username}--{servername}".
        return template.endsWith("-") ? text : text.replaceFirst("-+$", "");
    }

    private String replacement(String written, String field) {
        return field == null ? written.substring(1) : values.getOrDefault(field, written);
    }

    /** The same for every text in a tree of maps and lists, but for the keys. */
    Object renderTree(Object tree) {
        if (tree instanceof String text) {
            return render(text);
        }
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, renderTree(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(value -> copy.add(renderTree(value)));
            return copy;
        }
        return tree;
    }

    /** Whether different servers of one person get different names. */
    static boolean isOfServer(String template) {
        return OF_SERVER.matcher(template).find();
    }

    /** Whether different people get different names. */
    static boolean isPersonal(String template) {
        return template.contains("username}") || template.contains("user_server}");
    }

    static Set<String> unknownFields(String template) {
        Set<String> unknown = new TreeSet<>();
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            if (field.group(1) != null && !FIELDS.contains(field.group(1))) {
                unknown.add(field.group(1));
            }
        }
        return unknown;
    }
}
