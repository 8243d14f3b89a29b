package dev.hubwright.hub.cli;

import dev.hubwright.hub.workspace.Rehearsal;
import dev.hubwright.hub.workspace.Workspace;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "workspace",
        description = "Runs a single-user server: the files of a folder and a JShell console.",
        footer = {
            "",
            "A hub starts it, this one or a JupyterHub, with \"hubwright workspace\" as Spawner.cmd, and says",
            "everything in variables that begin with JUPYTERHUB_. It is of no use by itself."
        })
final class WorkspaceCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Starts, asks itself and ends, for -XX:ArchiveClassesAtExit.")
    private boolean rehearse;

    WorkspaceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (rehearse) {
            Rehearsal.run();
            return 0;
        }
        CountDownLatch ended = new CountDownLatch(1);
        try (Workspace workspace = Workspace.start(surroundings.environment())) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "shutdown"));
            LoggerFactory.getLogger(WorkspaceCommand.class).info("The workspace listens at port {}", workspace.port());
            ended.await();
            return 0;
        }
    }
}
