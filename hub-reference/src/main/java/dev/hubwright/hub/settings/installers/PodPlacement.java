package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** What the chart's {@code scheduling.*} and {@code imagePullSecrets} mean for the pods of people. */
final class PodPlacement {

    private static final String TOLERATIONS = "scheduling.userPods.tolerations";
    private static final String PURPOSE = "scheduling.userPods.nodeAffinity.matchNodePurpose";
    private static final String OBJECTS =
            "concerns objects that the chart makes in the cluster, and changes nothing about people's pods";

    private final Statements sink;
    private final BiPredicate<String, String> knows;

    PodPlacement(Statements sink, BiPredicate<String, String> knows) {
        this.sink = sink;
        this.knows = knows;
    }

    static void describe(Translation translation) {
        Stream.of(
                        TOLERATIONS,
                        PURPOSE,
                        "imagePullSecrets",
                        "singleuser.image.pullSecrets",
                        "singleuser.extraTolerations")
                .forEach(place -> translation.handle(place, (name, tree) -> {}));
        translation
                .note(
                        "is a scheduler of the chart's own; where one like it runs, name it in KubeSpawner.scheduler_name",
                        "scheduling.userScheduler")
                .note(
                        "are classes that the chart makes; where they exist, name one in"
                                + " KubeSpawner.priority_class_name",
                        "scheduling.podPriority")
                .note(
                        "is a Secret that the chart makes; where it exists, name it in imagePullSecrets",
                        "imagePullSecret")
                .note(OBJECTS, "scheduling.userPlaceholder", "scheduling.corePods");
    }

    void finish(Tree values) {
        if (!knows.test("KubeSpawner", "tolerations")) {
            return;
        }
        tolerations(values);
        purpose(values);
        List<Object> secrets = new ArrayList<>();
        addAll(secrets, values.find("imagePullSecrets"));
        addAll(secrets, values.find("singleuser", "image", "pullSecrets"));
        if (!secrets.isEmpty()) {
            sink.set("KubeSpawner", "image_pull_secrets", secrets, values.origin());
        }
    }

    /** Nodes that are kept for people are tainted in one of two spellings: some clouds allow no slash. */
    private void tolerations(Tree values) {
        List<Object> all = new ArrayList<>();
        Optional<Tree> written = values.find(TOLERATIONS.split("\\."));
        if (written.isPresent()) {
            addAll(all, written);
        } else {
            all.add(dedicated("hub.jupyter.org/dedicated"));
            all.add(dedicated("hub.jupyter.org_dedicated"));
        }
        addAll(all, values.find("singleuser", "extraTolerations"));
        sink.set("KubeSpawner", "tolerations", all, values.origin());
    }

    private static Map<String, Object> dedicated(String key) {
        Map<String, Object> toleration = new LinkedHashMap<>();
        toleration.put("key", key);
        toleration.put("operator", "Equal");
        toleration.put("value", "user");
        toleration.put("effect", "NoSchedule");
        return toleration;
    }

    private void purpose(Tree values) {
        Optional<Tree> written = values.find(PURPOSE.split("\\."));
        Map<String, Object> expression = new LinkedHashMap<>();
        expression.put("key", "hub.jupyter.org/node-purpose");
        expression.put("operator", "In");
        expression.put("values", List.of("user"));
        Map<String, Object> nodes = Map.of("matchExpressions", List.of(expression));
        switch (written.flatMap(Tree::text).orElse("prefer")) {
            case "prefer" -> {
                Map<String, Object> weighted = new LinkedHashMap<>();
                weighted.put("weight", 100L);
                weighted.put("preference", nodes);
                add("node_affinity_preferred", weighted, values);
            }
            case "require" -> add("node_affinity_required", nodes, values);
            case "ignore" -> {}
            default ->
                sink.problem(new Problem(
                        PURPOSE,
                        "must be prefer, require or ignore",
                        written.orElse(values).origin()));
        }
    }

    private void add(String key, Object term, Tree values) {
        sink.extend("KubeSpawner", key, new Extension(Extension.Kind.APPEND, List.of(term)), values.origin());
    }

    private static void addAll(List<Object> all, Optional<Tree> list) {
        list.ifPresent(
                tree -> tree.withTexts(References::escape).elements().forEach(element -> all.add(element.plain())));
    }
}
