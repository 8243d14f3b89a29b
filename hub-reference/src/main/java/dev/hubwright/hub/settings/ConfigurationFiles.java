package dev.hubwright.hub.settings;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.hub.settings.installers.HelmValues;
import dev.hubwright.hub.settings.installers.TljhConfig;
import dev.hubwright.hub.settings.python.PythonSettings;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.TextFile;
import dev.hubwright.hub.settings.source.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads files of settings: YAML and JSON with JupyterHub's sections, {@code jupyterhub_config.py}, values of the Helm
 * chart, and {@code config.yaml} of The Littlest JupyterHub. Each value keeps the file and line where it stands.
 *
 * <p>Over all files stand environment variables such as {@code HUBWRIGHT__JupyterHub__port}.
 *
 * <p>Texts may hold references: {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:/path}}. A relative
 * path of a reference starts at the folder of the settings file. In YAML and JSON of our own, {@code $$} is a literal
 * {@code $}; in files that were written for something else, {@code $} is a letter like others.
 */
public final class ConfigurationFiles {

    private static final Pattern PYTHON = Pattern.compile("(?m)^c\\s*\\.\\s*[A-Z]\\w*\\s*\\.\\s*\\w+\\s*[=.\\[]");
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json", ".py");

    private final References references;
    private final Vocabulary vocabulary;
    private final Accumulator gathered;
    private final List<Problem> unreadable = new ArrayList<>();
    private Optional<Tree> helm = Optional.empty();
    private Path helmFile = Path.of("");

    private ConfigurationFiles(References references, Vocabulary vocabulary) {
        this.references = references;
        this.vocabulary = vocabulary;
        this.gathered = new Accumulator(references, vocabulary);
    }

    /**
     * Reads files one after the other; what a later one says replaces what earlier ones say, key by key, and
     * {@code null} unsets it. A folder stands for the files in it, in the order of their names.
     *
     * @param environment where {@code ${env:…}} is looked up
     * @param providers those that are installed, which know what is secret and what a list begins with
     * @throws InvalidSettings if a file cannot be understood at all
     */
    public static Reading read(
            List<Path> files, Map<String, String> environment, Collection<? extends ProviderFactory<?>> providers) {
        return read(files, References.resolving(requireNonNull(environment, "environment")), providers);
    }

    /** The same, leaving references in texts as they are. */
    public static Reading readKeepingReferences(
            List<Path> files, Map<String, String> environment, Collection<? extends ProviderFactory<?>> providers) {
        return read(files, References.keeping(requireNonNull(environment, "environment")), providers);
    }

    private static Reading read(
            List<Path> files, References references, Collection<? extends ProviderFactory<?>> providers) {
        ConfigurationFiles reading = new ConfigurationFiles(references, Vocabulary.of(providers));
        files.forEach(reading::readFileOrFolder);
        if (!reading.unreadable.isEmpty()) {
            reading.unreadable.addAll(reading.gathered.problems());
            throw new InvalidSettings(reading.unreadable);
        }
        reading.finishHelm();
        if (!references.keeps()) {
            EnvironmentSettings.read(references.environment(), reading.vocabulary, reading.gathered);
        }
        return CullService.translated(reading.gathered.finish());
    }

    private void readFileOrFolder(Path file) {
        if (!Files.isDirectory(file)) {
            readFile(file);
            return;
        }
        try (Stream<Path> entries = Files.list(file)) {
            List<Path> files =
                    entries.filter(ConfigurationFiles::hasSettings).sorted().toList();
            if (files.isEmpty()) {
                unreadable.add(Problem.of(
                        file.toString(), "is a folder without files of settings (" + String.join(", ", ENDINGS) + ")"));
            }
            files.forEach(this::readFile);
        } catch (IOException e) {
            unreadable.add(Problem.of(file.toString(), "is a folder that cannot be listed: " + e.getMessage()));
        }
    }

    private static boolean hasSettings(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".")
                && !Files.isDirectory(file)
                && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private void readFile(Path file) {
        gathered.begin(file);
        try {
            String text = TextFile.read(file);
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".py") || (!isData(name) && PYTHON.matcher(text).find())) {
                finishHelm();
                PythonSettings.read(file, 1, text, references.environment(), gathered);
                return;
            }
            List<Problem> problems = new ArrayList<>();
            Optional<Tree> tree = name.endsWith(".json")
                    ? JsonDocument.read(file, text, problems)
                    : YamlDocument.read(file, text, problems);
            if (tree.isEmpty()) {
                unreadable.addAll(problems);
                return;
            }
            problems.forEach(gathered::problem);
            readTree(file, tree.get());
        } catch (TextFile.Unreadable e) {
            unreadable.add(Problem.of(file.toString(), e.getMessage()));
        }
    }

    private static boolean isData(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private void readTree(Path file, Tree root) {
        if (HelmValues.are(root)) {
            // Files of values are one set of values before they are anything else.
            helm = helm.map(earlier -> HelmValues.merged(earlier, root)).or(() -> Optional.of(root));
            helmFile = file;
            return;
        }
        finishHelm();
        if (TljhConfig.is(root)) {
            TljhConfig.read(root, vocabulary::knows, gathered);
        } else {
            new SectionsDocument(gathered).read(root);
        }
    }

    private void finishHelm() {
        Path current = helmFile;
        helm.ifPresent(
                values -> HelmValues.read(values, current, references.environment(), vocabulary::knows, gathered));
        helm = Optional.empty();
    }
}
