package dev.hubwright.hub.cli;

import dev.hubwright.api.ProviderException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "hub",
        description = "Runs the hub and its proxy.",
        sortOptions = false,
        footer = {"", "Example: hubwright hub -f /etc/hubwright/hub.yaml"})
final class HubCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private SettingsFiles settings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    HubCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ProviderException {
        return surroundings.launch(
                settings.resolve(surroundings),
                new LaunchOptions(
                        surroundings.environment(),
                        Optional.empty(),
                        Optional.of(() -> settings.resolve(surroundings))));
    }
}
