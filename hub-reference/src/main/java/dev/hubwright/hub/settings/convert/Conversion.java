package dev.hubwright.hub.settings.convert;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.settings.ConfigurationFiles;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.Reading;
import dev.hubwright.hub.settings.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings files of any kind as one file of our own.
 *
 * @param yaml the file: it means what the given files mean, with a comment where each value comes from
 * @param carriedOver a sentence for each value that is in it
 * @param changed a sentence for each statement that means something else here, or nothing
 * @param needsYou a sentence for each thing that somebody has to decide
 */
public record Conversion(String yaml, List<String> carriedOver, List<String> changed, List<String> needsYou) {

    /** Copies the lists. */
    public Conversion {
        carriedOver = List.copyOf(carriedOver);
        changed = List.copyOf(changed);
        needsYou = List.copyOf(needsYou);
    }

    /**
     * Converts files, as a hub would read them one after the other.
     *
     * @param environment what {@code ${env:…}} and {@code os.environ} have
     * @param secrets where secrets go that stand in the files
     * @throws InvalidSettings if a file cannot be understood at all
     */
    public static Conversion of(
            List<Path> files,
            Map<String, String> environment,
            Providers<AuthenticatorFactory> authenticators,
            Providers<SpawnerFactory> spawners,
            SecretPlace secrets) {
        requireNonNull(secrets, "secrets");
        List<ProviderFactory<?>> providers = new ArrayList<>(authenticators.all());
        providers.addAll(spawners.all());
        Reading kept = ConfigurationFiles.readKeepingReferences(files, environment, providers);
        SecretMoves moves = new SecretMoves(Vocabulary.of(providers), secrets);
        RawSettings settings = moves.move(kept.settings());

        Set<String> changed = new LinkedHashSet<>();
        kept.notes().forEach(note -> changed.add(note.toString()));
        Set<String> needsYou = new LinkedHashSet<>();
        Reading read = ConfigurationFiles.read(files, environment, providers);
        try {
            changed.addAll(HubConfiguration.resolve(read, authenticators, spawners, environment)
                    .warnings());
        } catch (InvalidSettings e) {
            e.problems().stream().map(Problem::toString).forEach(needsYou::add);
        }
        needsYou.addAll(moves.toDo());
        return new Conversion(
                new YamlWriter(files, List.copyOf(needsYou)).write(settings),
                carriedOver(settings),
                List.copyOf(changed),
                List.copyOf(needsYou));
    }

    private static List<String> carriedOver(RawSettings settings) {
        List<String> carried = new ArrayList<>();
        for (String section : settings.sections()) {
            settings.section(section)
                    .forEach((key, entry) -> carried.add(entry.origin().description() + ": " + section + "." + key));
        }
        return carried;
    }

    /** How much of what; the file may hold secrets. */
    @Override
    public String toString() {
        return "Conversion[" + carriedOver.size() + " carried over, " + changed.size() + " changed, " + needsYou.size()
                + " for you]";
    }
}
