package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.ProviderInstance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description =
                "Says what is wrong with settings, or what would run with them. Connects to nothing, unless told to"
                        + " try a login.",
        sortOptions = false,
        footer = {
            "",
            "Exit code: 0 if the hub would start and the login succeed, 1 if the settings are wrong, 3 if the login is"
                    + " refused or needs a browser, 4 if the directory gives no answer."
        })
final class CheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private SettingsFiles settings;

    @Option(names = "--all", description = "Prints settings that nobody wrote as well, with their defaults.")
    private boolean all;

    @Option(names = "--json", description = "Prints settings and problems in JSON, for programs.")
    private boolean json;

    @Option(
            names = "--login",
            paramLabel = "NAME",
            description = "Goes through a login of this person, once, and tells each step. Asks for the password.")
    private String login;

    @Option(
            names = "--password-stdin",
            description = "Reads the password from the first line of standard input instead of asking for it.")
    private boolean passwordStdin;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (json) {
            return showJson();
        }
        HubConfiguration configuration = settings.resolve(surroundings);
        show(configuration);
        return login == null ? ExitCode.OK : LoginReport.of(configuration, surroundings, attempt());
    }

    private AuthRequest attempt() throws IOException {
        Secret password = passwordStdin
                ? surroundings.passwords().fromInput()
                : surroundings.passwords().ask("Password of " + login + ": ");
        return AuthRequest.password(login, password);
    }

    private void show(HubConfiguration configuration) {
        PrintWriter out = surroundings.out();
        out.println("The settings are right.");
        out.println("  public side:   " + address(configuration));
        configuration.publicUrl().ifPresent(url -> out.println("  in browsers:   " + url));
        out.println("  for servers:   " + configuration.hubConnectUrl());
        out.println("  authenticator: " + names(configuration.authenticators()));
        out.println("  spawner:       " + names(configuration.spawners()));
        out.println("  data folder:   " + configuration.dataFolder());
        new SettingsPrinter(out).print(configuration, all);
        configuration.warnings().forEach(warning -> out.println("warning: " + warning));
    }

    private int showJson() {
        SettingsPrinter printer = new SettingsPrinter(surroundings.out());
        try {
            printer.printJson(settings.resolve(surroundings));
            return ExitCode.OK;
        } catch (InvalidSettings e) {
            printer.printJson(e);
            return ExitCode.SOFTWARE;
        }
    }

    private static String address(HubConfiguration configuration) {
        String host = configuration.bindHost().isEmpty() ? "(all addresses)" : configuration.bindHost();
        String shownHost = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + shownHost + ":" + configuration.bindPort() + configuration.basePath();
    }

    private static String names(List<? extends ProviderInstance<?>> instances) {
        return String.join(", ", instances.stream().map(CheckCommand::name).toList());
    }

    private static String name(ProviderInstance<?> instance) {
        String id = instance.factory().id();
        return instance.name().equals(ProviderInstance.DEFAULT_NAME) ? id : instance.name() + " (" + id + ")";
    }
}
