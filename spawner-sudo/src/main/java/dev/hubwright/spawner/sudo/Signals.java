package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sends signals: the JDK knows neither SIGINT nor process groups. */
final class Signals {

    /** The shell's own {@code kill}, so that no package needs to be there for it. */
    private static final String SCRIPT = "signal=$1; shift; kill -s \"$signal\" -- \"$@\"";

    private Signals() {}

    /** To one process, or to its whole group where it leads one. */
    static void toServer(String signal, ProcessEntry leader) throws IOException {
        send(signal, List.of(leader.group() == leader.pid() ? "-" + leader.pid() : "" + leader.pid()));
    }

    static void toEach(String signal, Collection<ProcessEntry> processes) throws IOException {
        send(signal, processes.stream().map(process -> "" + process.pid()).toList());
    }

    private static void send(String signal, List<String> targets) throws IOException {
        if (targets.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", signal));
        command.addAll(targets);
        Process kill = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        kill.getOutputStream().close();
        // That a target is gone by now is an error to kill(1) and none to us. It ends in no time; an interrupt may
        // come at the end of a wait, and must not keep what follows from being done.
        kill.onExit().join();
    }
}
