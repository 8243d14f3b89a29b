package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.settings.HubConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Runs a hub on 127.0.0.1 for one user, demo, without any settings.",
        sortOptions = false,
        footer = {
            "",
            "Other users of the machine can read a password on the command line; the variable",
            "HUBWRIGHT_DEMO_PASSWORD says it unseen. Without either, a new one is made and printed."
        })
final class DemoCommand implements Callable<Integer> {

    static final String PASSWORD_VARIABLE = "HUBWRIGHT_DEMO_PASSWORD";

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Surroundings surroundings;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8000", description = "The port; 8000 by default.")
    private String port;

    @Option(names = "--password", paramLabel = "PASSWORD", description = "The password of the user demo.")
    private String password;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "hubwright-demo",
            description = "The folder of database, secrets, logs and homes; ./hubwright-demo by default.")
    private Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ProviderException {
        String chosen = choosePassword();
        SingleUserServer server = SingleUserServer.find(surroundings.environment())
                .orElseGet(() ->
                        SingleUserServer.builtIn(surroundings.environment(), System.getProperty("java.class.path")));
        Path folder = data.toAbsolutePath().normalize();
        var authenticators = surroundings.authenticators().get();
        String section = authenticators
                .find("demo")
                .orElseThrow(() -> new IOException("The authenticator \"demo\" is not installed"))
                .schema()
                .name();
        RawSettings raw = DemoSettings.of(section, port, Secret.of(chosen), folder, server);
        HubConfiguration configuration = HubConfiguration.resolve(
                raw, authenticators, surroundings.spawners().get(), surroundings.environment());
        makePrivate(folder);
        String address = "http://127.0.0.1:" + configuration.bindPort() + configuration.basePath();
        String greeting = "Hubwright runs at " + address + " for the user demo with the password " + chosen;
        return surroundings.launch(configuration, new LaunchOptions(surroundings.environment(), Optional.of(greeting)));
    }

    private String choosePassword() {
        String chosen = password == null ? surroundings.environment().get(PASSWORD_VARIABLE) : password;
        if (chosen == null) {
            return newPassword();
        }
        if (chosen.isBlank()) {
            throw new InvalidSettings(password == null ? PASSWORD_VARIABLE : "--password", "must not be empty");
        }
        return chosen;
    }

    private static String newPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            result.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return result.toString();
    }

    private static void makePrivate(Path folder) throws IOException {
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder; name another one with --data");
        }
        try {
            Files.createDirectories(folder.getParent() == null ? folder : folder.getParent());
            if (!Files.exists(folder)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
            }
            Files.setPosixFilePermissions(folder, ownerOnly);
        } catch (IOException e) {
            throw new IOException(
                    "The folder " + folder + " cannot be used (" + e + "); name another one with --data", e);
        }
    }
}
