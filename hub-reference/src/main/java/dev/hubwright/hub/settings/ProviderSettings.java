package dev.hubwright.hub.settings;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.hub.settings.ChosenProviders.Choice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the settings of the chosen providers. */
final class ProviderSettings {

    private final RawSettings raw;
    private final Map<String, String> environment;
    private final List<Choice<?>> chosen;
    private final List<Problem> problems;
    private final List<String> warnings;

    ProviderSettings(
            RawSettings raw,
            Map<String, String> environment,
            List<Choice<?>> chosen,
            List<Problem> problems,
            List<String> warnings) {
        this.raw = raw;
        this.environment = environment;
        this.chosen = chosen;
        this.problems = problems;
        this.warnings = warnings;
    }

    <F extends ProviderFactory<?>> List<ProviderInstance<F>> readAll(List<Choice<F>> choices) {
        List<ProviderInstance<F>> instances = new ArrayList<>();
        for (Choice<F> choice : choices) {
            List<Problem> found = new ArrayList<>();
            Settings settings = Settings.read(choice.schema(), visibleTo(choice), variablesFor(choice), found);
            // What holds between settings can be judged only when each of them is right.
            if (found.isEmpty()) {
                found.addAll(validate(choice, settings));
            }
            if (found.isEmpty()) {
                choice.factory().warnings(settings).forEach(warning -> warnings.add(warning.toString()));
            }
            found.stream().map(OtherSettings::explain).forEach(problems::add);
            warnings.addAll(settings.warnings());
            instances.add(new ProviderInstance<>(choice.name(), choice.factory(), settings));
        }
        return List.copyOf(instances);
    }

    private static List<Problem> validate(Choice<?> choice, Settings settings) {
        try {
            return choice.factory().validate(settings);
        } catch (InvalidSettings e) {
            return e.problems();
        } catch (RuntimeException e) {
            return List.of(Problem.of(
                    choice.schema().name(),
                    "cannot be checked, which is a defect of the provider "
                            + choice.factory().id() + ": " + e.getClass().getName()));
        }
    }

    /** Without the class of an instance, and without keys of a common base section that only another one knows. */
    private RawSettings visibleTo(Choice<?> choice) {
        RawSettings visible = raw;
        if (!choice.section().isEmpty() && raw.find(choice.section(), "class").isPresent()) {
            RawSettings.Entry entry = raw.section(choice.section()).get("class");
            visible = visible.with(choice.section(), "class", null, entry.origin());
        }
        for (Schema.Section section : choice.schema().sections()) {
            for (var entry : raw.section(section.name()).entrySet()) {
                if (!SectionCheck.knows(choice.schema(), section.name(), entry.getKey())
                        && chosen.stream()
                                .anyMatch(
                                        other -> SectionCheck.knows(other.schema(), section.name(), entry.getKey()))) {
                    visible = visible.with(
                            section.name(),
                            entry.getKey(),
                            null,
                            entry.getValue().origin());
                }
            }
        }
        return visible;
    }

    /** What an instance says itself is not for a variable to replace, which all instances share. */
    private Map<String, String> variablesFor(Choice<?> choice) {
        Map<String, String> all = FileEnvironment.over(environment, raw, choice.schema());
        if (choice.section().isEmpty()) {
            return all;
        }
        Map<String, String> visible = new HashMap<>(all);
        for (Setting<?> setting : choice.schema().settings().values()) {
            if (raw.find(choice.section(), setting.key()).isPresent()) {
                setting.variables().forEach(visible::remove);
            }
        }
        return visible;
    }
}
