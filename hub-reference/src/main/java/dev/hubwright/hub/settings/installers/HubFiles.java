package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The chart's {@code hub.extraFiles}: code of the hub among them is read, others are the pod's business. */
final class HubFiles {

    private static final String CODE = "/usr/local/etc/jupyterhub/jupyterhub_config.d/";

    private final Statements sink;

    HubFiles(Statements sink) {
        this.sink = sink;
    }

    /** Hands over the code in files, in the order of their names. */
    void read(Tree files, Consumer<Tree> code) {
        Map<String, Tree> pieces = new TreeMap<>();
        files.entries().forEach((key, file) -> {
            String path = file.find("mountPath").flatMap(Tree::text).orElse("");
            Problem unread = new Problem("hub.extraFiles." + key, why(path), file.origin());
            if (!path.startsWith(CODE) || !path.endsWith(".py")) {
                sink.note(unread);
            } else {
                file.find("stringData").ifPresentOrElse(text -> pieces.put(path, text), () -> sink.problem(unread));
            }
        });
        pieces.values().forEach(code);
    }

    private static String why(String path) {
        return path.startsWith(CODE)
                ? "is code of the hub that is not here as stringData; write it there, or in hub.extraConfig"
                : "is a file in the hub's pod; see to it that the hub has it";
    }
}
