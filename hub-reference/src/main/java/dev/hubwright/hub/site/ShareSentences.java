package dev.hubwright.hub.site;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a share lets a guest do, in words that complete "You would be able to". */
final class ShareSentences {

    private static final Map<String, String> SENTENCES = Map.of(
            "access:servers", "use it",
            "read:servers", "see whether it runs",
            "start:servers", "start it",
            "delete:servers", "stop it",
            "servers", "start and stop it",
            "admin:servers", "start, stop and look after it",
            "admin:server_state", "see what the hub keeps of it",
            "read:shares", "see with whom it is shared",
            "shares", "share it with others");

    private ShareSentences() {}

    static List<String> of(Collection<String> scopes) {
        return scopes.stream().sorted().map(ShareSentences::sentence).distinct().toList();
    }

    private static String sentence(String scope) {
        return SENTENCES.getOrDefault(scope.replaceFirst("!.*", ""), "use the permission " + scope);
    }
}
