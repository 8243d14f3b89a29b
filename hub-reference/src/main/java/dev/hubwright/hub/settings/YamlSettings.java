package dev.hubwright.hub.settings;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads settings files in YAML: sections at the top, keys below, each value with the file and line where it stands.
 *
 * <p>Texts may hold references: {@code ${env:NAME}}, {@code ${env:NAME:-default}}, {@code ${file:/path}}, and
 * {@code $$} for a literal {@code $}. A relative path of a reference starts at the folder of the settings file.
 */
public final class YamlSettings {

    private static final String MINIMAL_FILE = "{JupyterHub: {authenticator_class: demo, spawner_class: simple}}";

    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private RawSettings result = RawSettings.empty();

    private YamlSettings(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads files one after the other; what a later one says replaces what earlier ones say, key by key, and
     * {@code null} unsets it.
     *
     * @param environment where {@code ${env:…}} is looked up
     * @throws InvalidSettings with everything that keeps the files from being understood
     */
    public static RawSettings read(List<Path> files, Map<String, String> environment) {
        YamlSettings reading = new YamlSettings(requireNonNull(environment, "environment"));
        files.forEach(reading::readFile);
        InvalidSettings.throwIfAny(reading.problems);
        return reading.result;
    }

    private void readFile(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".py")) {
            problems.add(Problem.of(
                    file.toString(),
                    "is a Python file, which is not supported yet; write the settings as YAML: a line"
                            + " \"c.JupyterHub.port = 8000\" becomes \"port: 8000\" below \"JupyterHub:\""));
            return;
        }
        try {
            String text = TextFile.read(file);
            compose(file, text)
                    .ifPresent(root -> result = new YamlSections(file, environment, problems).addTo(result, root));
        } catch (TextFile.Unreadable e) {
            problems.add(Problem.of(file.toString(), e.getMessage()));
        }
    }

    private Optional<Node> compose(Path file, String text) {
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
