package dev.hubwright.hub.cli;

import dev.hubwright.hub.Hub;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(name = "version", description = "Prints the versions of Hubwright and of Java.")
final class VersionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println("Hubwright " + Hub.version() + ", Java " + Runtime.version());
        return ExitCode.OK;
    }
}
