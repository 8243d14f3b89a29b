package dev.hubwright.hub.services;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How the process of a managed service is started. */
final class ServiceCommand {

    /** What it may know of the hub's own environment, which holds secrets. */
    private static final Set<String> KEPT = Set.of(
            "PATH",
            "PYTHONPATH",
            "CONDA_ROOT",
            "CONDA_DEFAULT_ENV",
            "VIRTUAL_ENV",
            "LANG",
            "LC_ALL",
            "LD_LIBRARY_PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL");

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final ServiceDefinition service;
    private final Map<String, String> variables;
    private final Optional<LocalAccount> account;

    private ServiceCommand(ServiceDefinition service, Map<String, String> variables, Optional<LocalAccount> account) {
        this.service = service;
        this.variables = variables;
        this.account = account;
    }

    /**
     * Prepares the start; what makes it impossible is added to {@code problems}.
     *
     * @param variables what the service is told beside what it has of the hub's environment
     * @throws ProviderException if the machine's name service cannot be asked
     */
    static ServiceCommand of(ServiceDefinition service, Map<String, String> variables, List<Problem> problems)
            throws ProviderException, InterruptedException {
        Optional<LocalAccount> account = Optional.empty();
        if (service.user().isPresent()) {
            account = LocalAccounts.ofThisMachine().find(service.user().get());
            if (account.isEmpty()) {
                problems.add(problem(service, "user", "names no account of this machine; make it, or leave user out"));
            } else if (!account.get().name().equals(System.getProperty("user.name"))
                    && !(isRoot() && canSetAccounts())) {
                problems.add(problem(
                        service,
                        "user",
                        "needs a hub that runs as root, and " + SETPRIV + " of util-linux; or leave user out"));
            }
        }
        ServiceCommand command = new ServiceCommand(service, variables, account);
        if (!Files.isDirectory(command.folder())) {
            problems.add(problem(service, "cwd", "is no folder; make it, or choose another"));
        }
        if (command.findProgram().isEmpty()) {
            problems.add(problem(
                    service, "command", "begins with a program that cannot be found; install it, or write its path"));
        }
        return command;
    }

    private static Problem problem(ServiceDefinition service, String field, String message) {
        return Problem.of("JupyterHub.services[" + service.name() + "]." + field, message);
    }

    /**
     * Starts it. The thread that does has to live as long as the process, which ends with it where the system has
     * {@code setpriv}: a hub that is killed leaves no services behind that would hold their ports.
     */
    Process start() throws IOException {
        List<String> line = new ArrayList<>();
        if (canSetAccounts()) {
            line.addAll(List.of(SETPRIV.toString(), "--pdeathsig=TERM"));
            account.filter(other -> !other.name().equals(System.getProperty("user.name")))
                    .ifPresent(other ->
                            line.addAll(List.of("--reuid=" + other.uid(), "--regid=" + other.gid(), "--init-groups")));
            line.add("--");
        }
        line.addAll(service.command());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder().toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT);
        account.ifPresent(other -> environment.putAll(Map.of(
                "HOME", other.home().toString(),
                "USER", other.name(),
                "LOGNAME", other.name(),
                "SHELL", other.shell())));
        environment.putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private Path folder() {
        return service.cwd()
                .or(() -> account.map(LocalAccount::home))
                .orElse(Path.of(""))
                .toAbsolutePath();
    }

    private Optional<Path> findProgram() {
        Path program = Path.of(service.command().get(0));
        if (program.getNameCount() > 1 || program.isAbsolute()) {
            return Optional.of(folder().resolve(program)).filter(Files::isExecutable);
        }
        String path = variables.getOrDefault("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** BusyBox has a command of the name that cannot do this. */
    private static boolean canSetAccounts() {
        try {
            return Files.isExecutable(SETPRIV)
                    && SETPRIV.toRealPath().getFileName().toString().equals("setpriv");
        } catch (IOException e) {
            return false;
        }
    }
}
