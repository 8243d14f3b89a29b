package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "token",
        description = "Makes an API token of a user, who may do with it all that they may do. Without a user it prints"
                + " 32 random bytes: a fresh cookie_secret, JUPYTERHUB_CRYPT_KEY or CONFIGPROXY_AUTH_TOKEN. With --device"
                + " it asks a hub elsewhere for a token of yours, which you allow in a browser on any machine.",
        footer = {
            "",
            "Examples: hubwright token alice -f /etc/hubwright/hub.yaml",
            "          hubwright token --device --hub https://hub.example.org/"
        })
final class TokenCommand implements Callable<Integer> {

    private static final int BYTES = 32;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "USER", arity = "0..1", description = "The user whose token it is.")
    private String user;

    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The settings of the user's hub; may be given several times.")
    private List<Path> files = List.of();

    @Option(names = "--device", description = "Asks a hub elsewhere, for a machine without a browser.")
    private boolean device;

    @Option(names = "--hub", paramLabel = "URL", description = "The address of that hub.")
    private URI hub;

    @Option(
            names = "--authenticator",
            paramLabel = "NAME",
            description = "The authenticator of that hub at whose identity provider you type the code, such as default"
                    + " where there is one; without it a page of the hub takes it.")
    private String authenticator;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "What the token may do, such as read:users!user; may be given several times. Without it, all"
                    + " that you may do.")
    private List<String> scopes = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    TokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ProviderException, InterruptedException {
        if (device || hub != null) {
            surroundings.out().println(askTheHub().reveal());
            return ExitCode.OK;
        }
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        if (user != null) {
            add(Secret.of(token));
        }
        surroundings.out().println(token);
        return ExitCode.OK;
    }

    private Secret askTheHub() throws ProviderException, InterruptedException {
        if (hub == null
                || !device
                || user != null
                || hub.getHost() == null
                || !hub.getScheme().matches("https?")) {
            throw new InvalidSettings(
                    "--hub", "goes with --device and alone, as in \"token --device --hub https://hub.example.org/\"");
        }
        String wanted = scopes.isEmpty() ? "inherit" : String.join(" ", scopes);
        return new DeviceLogin(hub, surroundings.err()).token(wanted, Optional.ofNullable(authenticator));
    }

    /** Works beside a running hub: the database takes both. */
    private void add(Secret token) throws ProviderException {
        if (files.isEmpty()) {
            throw new InvalidSettings("--config", "is missing: say with -f FILE whose user " + user + " is");
        }
        HubConfiguration configuration = SettingsFiles.resolve(SettingsFiles.read(files, surroundings), surroundings);
        String database = configuration.databaseUrl().reveal();
        try (HubStore store = HubStore.open(database, Path.of(""), CryptKeys.none(), Clock.systemUTC())) {
            UserRecord found = store.users()
                    .find(user)
                    .orElseThrow(() -> ProviderException.permanent(
                            "There is no such user",
                            "There is no user \"" + user + "\" in JupyterHub.db_url; people are there once"
                                    + " they have logged in or an administrator has added them, and those whom"
                                    + " the settings name once the hub has started with these"));
            store.tokens()
                    .add(
                            new Tokens.NewToken(
                                    found.name(),
                                    Tokens.HUB_CLIENT,
                                    Set.of("inherit"),
                                    "Made on the command line",
                                    Optional.empty(),
                                    Optional.empty()),
                            token);
        }
    }
}
