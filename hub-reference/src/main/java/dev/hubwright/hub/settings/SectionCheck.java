package dev.hubwright.hub.settings;

import dev.hubwright.api.Nearest;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.hub.settings.ChosenProviders.Choice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at the sections that no chosen provider reads: those of others, and those that nobody knows. */
final class SectionCheck {

    private final RawSettings raw;
    private final List<Problem> problems;
    private final List<String> warnings;
    private final Set<String> read = new LinkedHashSet<>();
    private final List<Schema> others;

    SectionCheck(
            RawSettings raw,
            List<Choice<?>> chosen,
            List<ProviderFactory<?>> installed,
            List<Problem> problems,
            List<String> warnings) {
        this.raw = raw;
        this.problems = problems;
        this.warnings = warnings;
        List<Schema> schemas = new ArrayList<>(HubSettings.SCHEMAS);
        chosen.forEach(choice -> schemas.add(choice.schema()));
        schemas.forEach(schema -> addNames(schema, read));
        // Known by name even where no provider of the kind is installed.
        Stream<Schema> bases = Stream.of(AuthenticatorSettings.SCHEMA, SpawnerSettings.SCHEMA);
        Stream<Schema> theirs = installed.stream().map(ProviderFactory::schema);
        this.others = Stream.concat(theirs, bases).toList();
    }

    void run() {
        for (String section : raw.sections()) {
            if (!read.contains(section) && !Instances.isInstance(section)) {
                check(section);
            }
        }
    }

    /** Whether {@code key} may stand in {@code section}, by this or an earlier name. */
    static boolean knows(Schema schema, String section, String key) {
        for (Schema.Section candidate : schema.sections()) {
            if (candidate.settings().stream()
                    .anyMatch(setting ->
                            setting.key().equals(key) || setting.oldKeys().contains(key))) {
                return schema.section(section).isPresent();
            }
            if (candidate.isNamed(section)) {
                return false;
            }
        }
        return false;
    }

    private void check(String section) {
        List<Schema> owners = others.stream()
                .filter(schema -> schema.section(section).isPresent())
                .toList();
        if (owners.isEmpty() && KnownClasses.isOfServers(section)) {
            warnings.add(new Problem(
                            section,
                            "has no effect, here as in JupyterHub: it is for the servers of people; put it into their own"
                                    + " configuration, or into Spawner.args",
                            place(section))
                    .toString());
            return;
        }
        if (owners.isEmpty()) {
            problems.add(new Problem(section, unknown(section), place(section)));
            return;
        }
        warnings.add(new Problem(section, "has no effect: nothing that is chosen reads this section", place(section))
                .toString());
        // Several providers may have the section; a key is right if it is right for one of them.
        owners.stream()
                .map(schema -> problemsWritten(schema, section))
                .reduce((one, another) -> one.stream().filter(another::contains).toList())
                .ifPresent(problems::addAll);
    }

    /** Without what is missing, since the provider is not used. */
    private List<Problem> problemsWritten(Schema schema, String section) {
        List<Problem> found = new ArrayList<>();
        Settings.read(schema, raw, Map.of(), found);
        Set<String> written = raw.section(section).keySet();
        return found.stream()
                .filter(problem -> problem.path().startsWith(section + "."))
                .filter(problem -> written.contains(problem.path().substring(section.length() + 1)))
                .toList();
    }

    private String unknown(String section) {
        Optional<String> known = KnownClasses.explain(section);
        if (known.isPresent()) {
            return known.get();
        }
        Set<String> names = new LinkedHashSet<>(read);
        others.forEach(schema -> addNames(schema, names));
        names.removeIf(Instances::isInstance);
        return Nearest.to(section, names)
                .map(nearest -> "is not a section that is known; did you mean " + nearest + "?")
                .orElse("is not a section of the hub or of an installed provider");
    }

    private Origin place(String section) {
        return raw.section(section).values().stream()
                .map(RawSettings.Entry::origin)
                .findFirst()
                .orElse(Origin.CODE);
    }

    private static void addNames(Schema schema, Set<String> names) {
        schema.sections().forEach(section -> {
            names.add(section.name());
            names.addAll(section.otherNames());
        });
    }
}
