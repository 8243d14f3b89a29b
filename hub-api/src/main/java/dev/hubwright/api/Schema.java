package dev.hubwright.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one thing: a chain of sections, the most general first, as JupyterHub's classes inherit from one
 * another: {@code Spawner}, {@code LocalProcessSpawner}, {@code SudoSpawner}.
 *
 * <p>A setting may be written in the section that declares it or in any more special one, and the most special one
 * wins. Immutable.
 */
public final class Schema {

    private final List<Section> sections;

    private Schema(List<Section> sections) {
        this.sections = List.copyOf(sections);
    }

    /** A chain of one section. */
    public static Schema of(String section, Setting<?>... settings) {
        return new Schema(List.of(new Section(section, List.of(), List.of(settings))));
    }

    /** This chain, and a more special section at its end. */
    public Schema then(String section, Setting<?>... settings) {
        List<Section> longer = new ArrayList<>(sections);
        longer.add(new Section(section, List.of(), List.of(settings)));
        return new Schema(longer);
    }

    /** Lets the last section go by other names as well. */
    public Schema alsoNamed(String... names) {
        List<Section> renamed = new ArrayList<>(sections);
        Section last = renamed.remove(renamed.size() - 1);
        List<String> otherNames = new ArrayList<>(last.otherNames);
        otherNames.addAll(List.of(names));
        renamed.add(new Section(last.name, otherNames, last.settings));
        return new Schema(renamed);
    }

    /** The sections, the most general first. */
    public List<Section> sections() {
        return sections;
    }

    /** The name of the most special section. */
    public String name() {
        return sections.get(sections.size() - 1).name;
    }

    /** All settings by key; where two sections declare the same key, the more special declaration. */
    public Map<String, Setting<?>> settings() {
        Map<String, Setting<?>> all = new LinkedHashMap<>();
        sections.forEach(section -> section.settings.forEach(setting -> all.put(setting.key(), setting)));
        return all;
    }

    /** The settings that let people in: those that are marked so, see {@link Setting#opensTheDoor()}. */
    public List<Setting<?>> doors() {
        return settings().values().stream().filter(Setting::isDoor).toList();
    }

    /** The section that goes by {@code name}. */
    public Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.isNamed(name)).findFirst();
    }

    /**
     * One section.
     *
     * @param name its name
     * @param otherNames names that mean the same
     * @param settings what it declares
     */
    public record Section(String name, List<String> otherNames, List<Setting<?>> settings) {

        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if two settings have the same key
         */
        public Section {
            otherNames = List.copyOf(otherNames);
            settings = List.copyOf(settings);
            Set<String> keys = new HashSet<>();
            for (Setting<?> setting : settings) {
                if (!keys.add(setting.key())) {
                    throw new IllegalArgumentException(name + "." + setting.key() + " is declared twice");
                }
            }
        }

        /** Whether {@code candidate} is one of its names. */
        public boolean isNamed(String candidate) {
            return name.equals(candidate) || otherNames.contains(candidate);
        }
    }
}
