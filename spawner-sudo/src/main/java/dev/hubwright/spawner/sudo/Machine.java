package dev.hubwright.spawner.sudo;

import java.nio.file.Path;

/** What can be found out and done about the processes of this machine. Thread-safe; keeps nothing. */
record Machine(ProcessTable processes, PortWatch ports, Termination termination) {

    static Machine of(Path proc, Markers markers, SimpleConfig config) {
        ProcessTable processes = new ProcessTable(proc);
        return new Machine(
                processes,
                new PortWatch(processes, new Listeners(proc), markers),
                new Termination(processes, markers, config));
    }
}
