package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns YAML nodes into trees of plain values. Used once, by one thread.
 *
 * <p>A number is a number only if it prints as it is written: {@code 1.10}, {@code 1e10} and an id of twenty digits
 * stay texts, because they may be a version, a token or a name, and every setting that wants a number reads it from a
 * text as well.
 */
final class YamlValues {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 100_000;
    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.SET);

    private final String file;
    private final List<Problem> problems;
    private int nodes;

    YamlValues(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The tree; null where YAML says so or a problem was reported. */
    Tree read(String path, Node node) {
        return new Tree(value(path, node, 0), origin(node));
    }

    private Object value(String path, Node node, int depth) {
        // Aliases make a small file into a huge value, or one that contains itself.
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            if (nodes == MAX_NODES + 1 || depth == MAX_DEPTH + 1) {
                report(node, path, "is too large or nested too deeply; is there an alias (*) too many?");
            }
            return null;
        }
        if (!KNOWN_TAGS.contains(node.getTag())) {
            report(node, path, "has " + shown(node.getTag()) + ", which is not supported; write plain values");
            return null;
        }
        if (node instanceof MappingNode map) {
            return map(path, map, depth);
        }
        if (node instanceof SequenceNode list) {
            return list(path, list, depth);
        }
        return scalar(path, (ScalarNode) node);
    }

    private Map<String, Tree> map(String path, MappingNode map, int depth) {
        Map<String, Tree> result = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (nodes > MAX_NODES) {
                break;
            }
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                report(entry.getKeyNode(), path, "has a key that is not a text");
                continue;
            }
            String inside = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            Tree earlier = result.get(key.getValue());
            if (earlier != null) {
                String line = earlier.origin().description().replaceFirst(".*:", "");
                report(key, inside, "is written twice, first in line " + line + "; keep one of them");
            } else {
                result.put(key.getValue(), new Tree(value(inside, entry.getValueNode(), depth + 1), origin(key)));
            }
        }
        return result;
    }

    private List<Tree> list(String path, SequenceNode list, int depth) {
        List<Tree> result = new ArrayList<>();
        for (Node element : list.getValue()) {
            if (nodes > MAX_NODES) {
                break;
            }
            result.add(new Tree(value(path + "[" + result.size() + "]", element, depth + 1), origin(element)));
        }
        return result;
    }

    private Object scalar(String path, ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL) || (node.isPlain() && text.equals("~"))) {
            return null;
        }
        if (node.isPlain() && !text.isEmpty() && "\u2018\u2019\u201c\u201d".indexOf(text.charAt(0)) >= 0) {
            report(node, path, "begins with a typographic quote (" + text.charAt(0) + "); write ' or \"");
            return null;
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            return number(text);
        }
        return text;
    }

    static Object number(String text) {
        try {
            Object number = text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')
                    ? (Object) Double.valueOf(text)
                    : (Object) Long.valueOf(text);
            return number.toString().equals(text) ? number : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** Not every tag: "!hunter2" is a password that somebody forgot to quote. */
    private static String shown(Tag tag) {
        return tag.getValue().startsWith(Tag.PREFIX)
                ? "the tag !!" + tag.getValue().substring(Tag.PREFIX.length())
                : "a tag (!) at its beginning";
    }

    private void report(Node node, String path, String message) {
        problems.add(new Problem(path.isEmpty() ? "The file" : path, message, origin(node)));
    }

    private Origin origin(Node node) {
        return Origin.line(
                file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }
}
