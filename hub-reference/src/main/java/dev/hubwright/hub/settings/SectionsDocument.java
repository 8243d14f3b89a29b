package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;

/** Hands on a document that has sections at the top and keys below them. */
final class SectionsDocument {

    private final Statements sink;

    SectionsDocument(Statements sink) {
        this.sink = sink;
    }

    void read(Tree root) {
        if (root.isMap()) {
            root.entries().forEach(this::section);
        } else {
            sink.problem(new Problem(
                    "The file",
                    "is not a map of sections; write a section such as \"JupyterHub:\" and keys below it",
                    root.origin()));
        }
    }

    private void section(String name, Tree content) {
        if (content.isMap()) {
            content.entries().forEach((key, value) -> key(name, key, value));
        } else if (!content.isNull()) {
            sink.problem(new Problem(
                    name, "is a section and must hold keys, each on an indented line of its own", content.origin()));
        }
    }

    private void key(String section, String key, Tree value) {
        if (!Instances.isListOfInstances(section, key) || !value.isMap()) {
            sink.set(section, key, value, value.origin());
            return;
        }
        value.entries().forEach((name, content) -> {
            String own = section + "." + key + "." + name;
            // Also where it holds nothing: that the section is there is what makes the instance.
            sink.set(own, "", null, content.origin());
            section(own, content);
        });
    }
}
