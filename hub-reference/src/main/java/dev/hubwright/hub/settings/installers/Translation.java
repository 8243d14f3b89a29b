package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Nearest;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Walks through a file of an installer: each place in it becomes a setting, is handled by itself, or is noted. What is
 * none of these is a problem, so that nothing is lost. Used once, by one thread.
 */
final class Translation {

    private final String what;
    private final Statements sink;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, BiConsumer<String, Tree>> handled = new LinkedHashMap<>();
    private final Map<String, String> noted = new LinkedHashMap<>();

    /** Messages say that an unknown place is {@code what}: "no value of the Helm chart". */
    Translation(String what, Statements sink) {
        this.what = what;
        this.sink = sink;
    }

    /** Places and the settings that they become, one after the other. */
    Translation settings(String... placesAndSettings) {
        for (int i = 0; i < placesAndSettings.length; i += 2) {
            settings.put(placesAndSettings[i], placesAndSettings[i + 1]);
        }
        return this;
    }

    Translation handle(String place, BiConsumer<String, Tree> handler) {
        handled.put(place, handler);
        return this;
    }

    /** Places that change nothing here, with all that is below them, and why. */
    Translation note(String why, String... places) {
        for (String place : places) {
            noted.put(place, why);
        }
        return this;
    }

    void walk(Tree root) {
        root.entries().forEach(this::walk);
    }

    private void walk(String place, Tree tree) {
        if (tree.isNull()) {
            return;
        }
        if (settings.containsKey(place)) {
            set(settings.get(place), tree);
        } else if (handled.containsKey(place)) {
            handled.get(place).accept(place, tree);
        } else if (noted.containsKey(place)) {
            sink.note(new Problem(place, noted.get(place), tree.origin()));
        } else if (tree.isMap() && places().stream().anyMatch(known -> known.startsWith(place + "."))) {
            tree.entries().forEach((key, inside) -> walk(place + "." + key, inside));
        } else {
            sink.problem(new Problem(place, unknown(place), tree.origin()));
        }
    }

    private String unknown(String place) {
        Optional<String> nearest = Nearest.to(place, places());
        return nearest.map(near -> "is " + what + "; did you mean " + near + "?")
                .orElse("is " + what);
    }

    private Set<String> places() {
        Set<String> places = new LinkedHashSet<>(settings.keySet());
        places.addAll(handled.keySet());
        places.addAll(noted.keySet());
        return places;
    }

    /** Gives a setting the value of a place; {@code $} is a letter there, except in references written in full. */
    void set(String path, Tree tree) {
        int dot = path.indexOf('.');
        sink.set(path.substring(0, dot), path.substring(dot + 1), tree.withTexts(References::escape), tree.origin());
    }

    void set(String path, Object value, Tree place) {
        int dot = path.indexOf('.');
        sink.set(path.substring(0, dot), path.substring(dot + 1), value, place.origin());
    }
}
