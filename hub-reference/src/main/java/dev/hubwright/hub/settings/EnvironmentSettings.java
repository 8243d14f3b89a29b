package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings given by environment variables: {@code HUBWRIGHT__JupyterHub__port=9000}. They stand over files. What begins
 * with a bracket or brace is a list or map in YAML; everything else is a text.
 */
final class EnvironmentSettings {

    private static final Pattern NAME = Pattern.compile("HUBWRIGHT__([A-Za-z]\\w*?)__([a-zA-Z]\\w*)");

    private EnvironmentSettings() {}

    static void read(Map<String, String> environment, Vocabulary vocabulary, Statements sink) {
        new TreeMap<>(environment).forEach((variable, value) -> {
            Matcher matcher = NAME.matcher(variable);
            if (matcher.matches()) {
                String section = matcher.group(1);
                String key = matcher.group(2);
                Origin origin = Origin.variable(variable);
                boolean secret = vocabulary.isSecret(section, key);
                sink.set(section, key, secret ? References.literal(value) : value(variable, value, sink), origin);
            } else if (variable.startsWith("HUBWRIGHT__")) {
                sink.problem(Problem.of(
                        "environment variable " + variable,
                        "is no setting; write HUBWRIGHT__Section__key, as in HUBWRIGHT__JupyterHub__port"));
            }
        });
    }

    private static Object value(String variable, String value, Statements sink) {
        if (!value.startsWith("[") && !value.startsWith("{")) {
            return References.literal(value);
        }
        List<Problem> problems = new ArrayList<>();
        Object result = YamlDocument.read(Path.of(variable), value, problems)
                .map(tree -> tree.withTexts(References::literal))
                .map(Tree::plain)
                .orElse(null);
        problems.forEach(sink::problem);
        return result;
    }
}
