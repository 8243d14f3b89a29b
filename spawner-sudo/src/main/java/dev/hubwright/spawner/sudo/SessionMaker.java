package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes processes that lead sessions of their own, so that what ends the hub's terminal or its group leaves them alone. They
 * have no input and no descriptors of the hub.
 */
interface SessionMaker {

    /**
     * Starts a program.
     *
     * @param words the program by its full path, and its arguments
     * @param environment all of its variables
     * @param log what its output goes to the end of
     * @throws IOException if no such process can be made
     */
    Process start(List<String> words, Map<String, String> environment, Path folder, Path log) throws IOException;

    /** Whether its processes ignore no signal, whatever the hub ignores. */
    boolean heedsAllSignals();

    /** The better one that this machine has. */
    static SessionMaker best(Path proc) {
        return IgnoredSignals.mayHideEnds(proc)
                ? new SetsidProgram()
                : LibcSpawn.ofThisMachine().<SessionMaker>map(maker -> maker).orElseGet(SetsidProgram::new);
    }
}
