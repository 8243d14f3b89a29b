package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code hubwright}. It ends with exit code 0 when all went well, 1 when something did not, and 2 when the
 * command line cannot be understood.
 */
@Command(
        name = "hubwright",
        description = "Gives many people servers of their own: who they are, where they run, how they are reached.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = false,
        footer = {"", "Try \"hubwright demo\" first, and \"hubwright COMMAND --help\" for each command."})
public final class Main {

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // Not before it runs: its class logs, and how much may be logged is not known before the command line is.
        HubRunner runner = (configuration, options) -> new HubProcess().run(configuration, options);
        // The status is the process's, and threads of libraries must not keep it from ending.
        System.exit(execute(Surroundings.ofThisProcess(runner), arguments));
    }

    static int execute(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new HubCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new ConvertCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new ProxyCommand(surroundings))
                .addSubcommand(new ProvidersCommand(surroundings))
                .addSubcommand(new SetupCommand(surroundings))
                .addSubcommand(new TokenCommand(surroundings))
                .addSubcommand(new VersionCommand(surroundings))
                .addSubcommand(new WorkspaceCommand(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((e, args) -> misunderstood(e, surroundings))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, surroundings));
        if (arguments.length == 0) {
            line.usage(surroundings.err());
            return CommandLine.ExitCode.USAGE;
        }
        int code = line.execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return code;
    }

    private static int misunderstood(ParameterException e, Surroundings surroundings) {
        CommandLine command = e.getCommandLine();
        surroundings.err().println("error: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, surroundings.err())) {
            surroundings.err().println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\"");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, Surroundings surroundings) {
        if (e instanceof InvalidSettings invalid) {
            invalid.problems().forEach(problem -> surroundings.err().println("error: " + problem));
            int count = invalid.problems().size();
            surroundings.err().println(String.format(Locale.ROOT, "%d %s", count, count == 1 ? "problem" : "problems"));
        } else {
            String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
            surroundings.err().println("error: " + message);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
