package dev.hubwright.hub.oauth;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says scopes in the words of people who have never heard of them. */
final class ScopeSentences {

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("access:servers", "let you use %s"),
            Map.entry("access:services", "let you use %s"),
            Map.entry("read:users:name", "read the names of %s"),
            Map.entry("read:users:groups", "read the groups of %s"),
            Map.entry("read:users:activity", "see the last activity of %s"),
            Map.entry("read:users", "read what the hub knows of %s"),
            Map.entry("users", "change what the hub knows of %s"),
            Map.entry("admin:users", "make, change and delete %s"),
            Map.entry("list:users", "list %s"),
            Map.entry("users:activity", "report activity of %s"),
            Map.entry("read:servers", "see the servers of %s"),
            Map.entry("start:servers", "start servers of %s"),
            Map.entry("delete:servers", "stop and delete servers of %s"),
            Map.entry("servers", "start and stop servers of %s"),
            Map.entry("read:tokens", "see the tokens of %s, without their values"),
            Map.entry("tokens", "make and revoke tokens of %s"),
            Map.entry("shares", "share servers of %s with others"));

    private ScopeSentences() {}

    /** A sentence each, without repetitions. */
    static List<String> of(Collection<String> scopes, String user) {
        Set<String> sentences = new LinkedHashSet<>();
        scopes.stream().sorted().forEach(scope -> sentences.add(sentence(scope, user)));
        return List.copyOf(sentences);
    }

    private static String sentence(String scope, String user) {
        int mark = scope.indexOf('!');
        String name = mark < 0 ? scope : scope.substring(0, mark);
        String filter = mark < 0 ? "" : scope.substring(mark + 1);
        if (filter.equals("user=" + user)) {
            switch (name) {
                case "read:users:name":
                    return "read your name";
                case "read:users:groups":
                    return "read your groups";
                default:
                    break;
            }
        }
        return SENTENCES.containsKey(name)
                ? String.format(SENTENCES.get(name), whom(filter, user))
                : "use the permission " + scope;
    }

    private static String whom(String filter, String user) {
        if (filter.isEmpty()) {
            return "everybody";
        }
        if (filter.equals("user=" + user)) {
            return "your account";
        }
        int equals = filter.indexOf('=');
        String value = filter.substring(equals + 1);
        return switch (filter.substring(0, equals)) {
            case "server" -> "the server " + value;
            case "service" -> "the service " + value;
            case "group" -> "the group " + value;
            default -> value;
        };
    }
}
