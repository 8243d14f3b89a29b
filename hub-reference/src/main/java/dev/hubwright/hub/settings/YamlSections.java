package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Takes one YAML document apart into sections and keys. Used once, by one thread. */
final class YamlSections {

    private final Path file;
    private final List<Problem> problems;
    private final YamlValues values;
    private RawSettings settings;

    YamlSections(Path file, Map<String, String> environment, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
        this.values = new YamlValues(new References(file, environment), this::report);
    }

    RawSettings addTo(RawSettings earlier, Node root) {
        settings = earlier;
        if (root instanceof MappingNode map) {
            eachEntry("", map, entry -> addSection(name(entry), entry.getValueNode()));
        } else {
            report(root, "", "is not a map of sections; write a section such as \"JupyterHub:\" and keys below it");
        }
        return settings;
    }

    private void addSection(String section, Node content) {
        if (content instanceof MappingNode map) {
            eachEntry(section, map, entry -> add(section, name(entry), entry));
        } else if (!isNull(content)) {
            report(content, section, "is a section and must hold keys, each on an indented line of its own");
        }
    }

    private void add(String section, String key, NodeTuple entry) {
        if (Instances.isListOfInstances(section, key) && entry.getValueNode() instanceof MappingNode instances) {
            eachEntry(section + "." + key, instances, instance -> addInstance(section + "." + key, instance));
            return;
        }
        Object value = values.read(section + "." + key, entry.getValueNode());
        settings = settings.with(section, key, value, origin(entry.getKeyNode()));
    }

    private void addInstance(String list, NodeTuple instance) {
        String section = list + "." + name(instance);
        // Also where it holds nothing: that the section is there is what makes the instance.
        settings = settings.with(section, "", null, origin(instance.getKeyNode()));
        addSection(section, instance.getValueNode());
    }

    private void eachEntry(String path, MappingNode map, Consumer<NodeTuple> use) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                report(entry.getKeyNode(), path, "has a key that is not a text");
                continue;
            }
            Integer earlier = lines.putIfAbsent(key.getValue(), line(key));
            String entryPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (earlier != null) {
                report(key, entryPath, "is written twice, first in line " + earlier + "; keep one of them");
            } else {
                use.accept(entry);
            }
        }
    }

    private void report(Node node, String path, String message) {
        problems.add(new Problem(path.isEmpty() ? "The file" : path, message, origin(node)));
    }

    private Origin origin(Node node) {
        return Origin.line(file.toString(), line(node));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String name(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }
}
