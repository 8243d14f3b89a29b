package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a YAML file into a tree that knows the line of each value. */
final class YamlDocument {

    private static final String MINIMAL_FILE = "{JupyterHub: {authenticator_class: demo, spawner_class: simple}}";

    private YamlDocument() {}

    /** The document; empty if the file is not usable at all, which is reported. */
    static Optional<Tree> read(Path file, String text, List<Problem> problems) {
        return compose(file, text, problems).map(root -> new YamlValues(file.toString(), problems).read("", root));
    }

    private static Optional<Node> compose(Path file, String text, List<Problem> problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowNonScalarKeys(true)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(Problem.of(file.toString(), "is empty; the smallest file is " + MINIMAL_FILE));
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            problems.add(new Problem("is not YAML:", sentence(e), place(file, e)));
        } catch (YamlEngineException e) {
            problems.add(Problem.of(file.toString(), "is not usable YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private static Origin place(Path file, MarkedYamlEngineException e) {
        return e.getProblemMark()
                .or(e::getContextMark)
                .map(mark -> new Origin(file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1)))
                .orElse(new Origin(file.toString()));
    }

    private static String sentence(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        // The engine's own message repeats what follows the *, which may be half a password.
        if (problem.startsWith("found undefined alias")) {
            return "a * at the beginning means an alias, and there is no such one; put the value into quotes";
        }
        if (problem.contains("TAB")) {
            return "a tab stands where only spaces may; indent with spaces";
        }
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return context + problem;
    }
}
