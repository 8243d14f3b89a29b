package dev.hubwright.hub.cli;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "providers",
        description = "Lists the installed authenticators and spawners, and what is wrong with them.")
final class ProvidersCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    ProvidersCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var authenticators = surroundings.authenticators().get();
        var spawners = surroundings.spawners().get();
        print("Authenticators", authenticators);
        print("Spawners", spawners);
        boolean allRight =
                authenticators.broken().isEmpty() && spawners.broken().isEmpty();
        return allRight ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(String title, Providers<? extends ProviderFactory<?>> providers) {
        PrintWriter out = surroundings.out();
        out.println(title + (providers.all().isEmpty() ? ": none" : ""));
        providers.all().stream()
                .sorted(Comparator.comparing(factory -> factory.id()))
                .forEach(this::print);
        providers.broken().forEach(broken -> out.println("  cannot be loaded: " + broken));
    }

    private void print(ProviderFactory<?> factory) {
        PrintWriter out = surroundings.out();
        out.println("  " + factory.id() + "  (" + source(factory) + ")");
        if (!factory.aliases().isEmpty()) {
            out.println("    also: " + factory.aliases().stream().sorted().collect(Collectors.joining(", ")));
        }
        out.println("    sections: "
                + factory.schema().sections().stream()
                        .map(section -> section.name())
                        .collect(Collectors.joining(", ")));
        if (factory instanceof SpawnerFactory spawnerFactory) {
            out.println("    capabilities: " + capabilities(spawnerFactory));
        }
    }

    private static String capabilities(SpawnerFactory factory) {
        try {
            Settings settings = Settings.read(factory.schema(), RawSettings.empty(), Map.of());
            try (Spawner spawner =
                    factory.create(settings, ProviderContext.builder().build())) {
                String names =
                        spawner.capabilities().stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
                return names.isEmpty() ? "none" : names;
            }
        } catch (RuntimeException e) {
            return "known only with its settings";
        }
    }

    private static String source(ProviderFactory<?> factory) {
        CodeSource source = factory.getClass().getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "from an unknown place"
                : String.valueOf(Path.of(source.getLocation().getPath()).getFileName());
    }
}
