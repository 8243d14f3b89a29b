package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Settings;
import dev.hubwright.api.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Runs servers as processes of people's own accounts through sudo, and says what that needs. */
final class SudoSpawner extends AccountSpawner implements Setup {

    /** JupyterHub's program of this name speaks JSON; every other is ours. */
    private static final String MEDIATOR = "sudospawner";

    private final SudoSetup setup;

    private SudoSpawner(AccountParts parts, SudoSetup setup) {
        super(parts);
        this.setup = setup;
    }

    /** sudospawner runs the command beside itself and nothing else. */
    static List<Problem> problems(Settings settings) {
        List<String> shell = settings.get(LocalSettings.SHELL_CMD);
        return shell.isEmpty() || !isMediator(settings)
                ? List.of()
                : List.of(settings.problem(LocalSettings.SHELL_CMD, "= " + shell + MediatorAgent.NO_SHELL));
    }

    private static boolean isMediator(Settings settings) {
        Path program = Path.of(settings.get(AccountSettings.SUDOSPAWNER_PATH)).getFileName();
        return program != null && program.toString().equals(MEDIATOR);
    }

    static SudoSpawner create(Settings settings, ProviderContext context) {
        AccountConfig config = AccountConfig.of(settings);
        String program = settings.get(AccountSettings.SUDOSPAWNER_PATH);
        boolean mediator = isMediator(settings);
        String level = settings.get(AccountSettings.MEDIATOR_LOG_LEVEL);
        List<String> arguments = mediator && !level.isEmpty() ? List.of("--logging=" + level) : List.of();
        Door door = new SudoDoor(
                program, new ArrayList<>(settings.get(AccountSettings.SUDO_ARGS)), arguments, config.group());
        ProcessTable processes = ProcessTable.ofThisMachine();
        Listeners listeners = Listeners.ofThisMachine();
        Agent agent = mediator
                ? new MediatorAgent(door, config, processes, listeners, context.dataFolder(), context.clock())
                : new HelperAgent(door, Markers.of(context), config, context.clock());
        AccountParts parts = new AccountParts(
                context,
                config,
                door,
                agent,
                new SystemdScope(),
                processes,
                listeners,
                new Starts(context.dataFolder(), context.instanceName()),
                Optional.empty(),
                LoggerFactory.getLogger(SudoSpawnerFactory.class));
        return new SudoSpawner(parts, new SudoSetup(settings, context, program, mediator));
    }

    @Override
    public List<InstallationFile> installationFiles() {
        return setup.files();
    }
}
