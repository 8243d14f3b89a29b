package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Provider;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Setup;
import dev.hubwright.api.Setup.InstallationFile;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.ProviderInstance;
import dev.hubwright.hub.settings.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "setup",
        description =
                "Prints the files that a provider needs outside the hub, with a systemd unit and sites of web servers.",
        sortOptions = false,
        footer = {
            "",
            "Every other option is a setting of the provider: \"--group LIGO\" is its key group.",
            "Nothing is written unless --into says where; files are then made below that folder, as if it were /."
        })
final class SetupCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "PROVIDER", description = "An authenticator or spawner, such as sudo.")
    private String provider;

    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The hub's settings, where there are some already.")
    private List<Path> files = List.of();

    @Option(
            names = "--user",
            defaultValue = "hubwright",
            paramLabel = "NAME",
            description = "The account that the hub runs as; ${DEFAULT-VALUE} unless said otherwise.")
    private String user;

    @Option(names = "--into", paramLabel = "FOLDER", description = "Writes the files below this folder.")
    private Path folder;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Unmatched
    private List<String> more = new ArrayList<>();

    @Spec
    private CommandLine.Model.CommandSpec spec;

    SetupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ProviderFactory<?> factory = factory();
        HubConfiguration configuration = SettingsFiles.resolve(
                withOptions(reading(factory), factory.schema().name(), factory), surroundings);
        List<InstallationFile> all = new ArrayList<>(ofProvider(factory, configuration));
        Path config = files.isEmpty() ? Path.of("/etc/hubwright/hub.yaml") : files.get(0);
        all.addAll(new HubFiles(configuration, user, config.toAbsolutePath()).all());
        if (folder == null) {
            print(all);
        } else {
            new FileTree(folder).write(all);
            all.forEach(file -> surroundings.out().println(folder + file.path()));
        }
        return ExitCode.OK;
    }

    private ProviderFactory<?> factory() {
        Providers<?> authenticators = surroundings.authenticators().get();
        Providers<?> spawners = surroundings.spawners().get();
        Optional<? extends ProviderFactory<?>> found =
                spawners.find(provider).isPresent() ? spawners.find(provider) : authenticators.find(provider);
        return found.orElseThrow(() -> new ParameterException(
                spec.commandLine(), "\"" + provider + "\" is no installed provider; see \"hubwright providers\""));
    }

    /** The files' settings; without a file, those that let this provider be chosen. */
    private Reading reading(ProviderFactory<?> factory) {
        if (!files.isEmpty()) {
            return SettingsFiles.read(files, surroundings);
        }
        return Reading.of(RawSettings.empty())
                .with(
                        "JupyterHub",
                        factory instanceof SpawnerFactory ? "spawner_class" : "authenticator_class",
                        factory.id(),
                        new Origin("setup"));
    }

    private Reading withOptions(Reading reading, String section, ProviderFactory<?> factory) {
        Reading all = reading;
        if (factory.schema().settings().containsKey("hub_user")) {
            all = all.with(section, "hub_user", user, new Origin("--user"));
        }
        for (int i = 0; i < more.size(); i++) {
            String[] option = more.get(i).split("=", 2);
            boolean isOption = option[0].startsWith("--") && option[0].length() > 2;
            if (!isOption || (option.length == 1 && i + 1 == more.size())) {
                throw new ParameterException(spec.commandLine(), "\"" + more.get(i) + "\" is not understood");
            }
            String value = option.length == 2 ? option[1] : more.get(++i);
            String key = option[0].substring(2).replace('-', '_');
            all = all.with(section, key, value, new Origin(option[0]));
        }
        return all;
    }

    private List<InstallationFile> ofProvider(ProviderFactory<?> factory, HubConfiguration configuration) {
        ProviderInstance<?> chosen = Stream.concat(
                        configuration.spawners().stream(), configuration.authenticators().stream())
                .filter(instance -> instance.factory().id().equals(factory.id()))
                .findFirst()
                .orElseThrow(() -> new InvalidSettings(List.of(
                        Problem.of("JupyterHub", "does not use the provider " + factory.id() + " in these settings"))));
        ProviderContext.Builder context = ProviderContext.builder()
                .environment(surroundings.environment())
                .instanceName(chosen.name())
                .dataFolder(configuration.dataFolder());
        configuration.publicHubUrl().ifPresent(context::publicUrl);
        try (Provider made = chosen.factory().create(chosen.settings(), context.build())) {
            return made.capability(Setup.class).map(Setup::installationFiles).orElse(List.of());
        }
    }

    private void print(List<InstallationFile> all) {
        PrintWriter out = surroundings.out();
        for (InstallationFile file : all) {
            out.println(String.format(Locale.ROOT, "==> %s (mode %04o, owner root)", file.path(), file.mode()));
            out.println(file.text());
        }
    }
}
