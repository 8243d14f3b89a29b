package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.hub.settings.convert.Conversion;
import dev.hubwright.hub.settings.convert.SecretPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "convert",
        description = "Prints settings of any kind as YAML that means the same, and reports on the way: what is carried"
                + " over, what changed, and what needs you.",
        sortOptions = false,
        footer = {
            "",
            "Exit code: 0 if a hub would start with the result, 1 if something needs you.",
            "Example: hubwright convert jupyterhub_config.py > hubwright.yaml"
        })
final class ConvertCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "jupyterhub_config.py, Helm values, YAML, JSON, or a folder of such files; later ones win.")
    private List<Path> files;

    @Option(
            names = "--secrets",
            paramLabel = "WHERE",
            description =
                    "\"inline\" leaves secrets in place, \"env\" makes them $${env:NAME}, and a folder takes them as"
                            + " files for $${file:/path}.",
            defaultValue = "inline")
    private String secrets;

    @Option(
            names = {"-q", "--quiet"},
            description = "Reports only what changed and what needs you.")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    ConvertCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Conversion conversion = Conversion.of(
                files,
                surroundings.environment(),
                surroundings.authenticators().get(),
                surroundings.spawners().get(),
                place());
        surroundings.out().print(conversion.yaml());
        if (!quiet) {
            report("carried over", conversion.carriedOver());
        }
        report("changed", conversion.changed());
        report("needs you", conversion.needsYou());
        return conversion.needsYou().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private SecretPlace place() {
        if (secrets.isBlank()) {
            throw new InvalidSettings("--secrets", "is empty; write inline, env or a folder");
        }
        return switch (secrets) {
            case "inline" -> SecretPlace.inline();
            case "env" -> SecretPlace.variables();
            default -> SecretPlace.files(Path.of(secrets));
        };
    }

    private void report(String title, List<String> sentences) {
        surroundings.err().println(title + ": " + sentences.size());
        sentences.forEach(sentence -> surroundings.err().println("  " + sentence));
    }
}
