package dev.hubwright.spawner.sudo;

import java.util.Map;

/** Says in words how a process ended. */
final class ExitStatus {

    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP",
            2, "SIGINT",
            3, "SIGQUIT",
            4, "SIGILL",
            6, "SIGABRT",
            7, "SIGBUS",
            8, "SIGFPE",
            9, "SIGKILL",
            11, "SIGSEGV",
            15, "SIGTERM");

    private ExitStatus() {}

    /** To follow "the server": {@code exited with code 1}. */
    static String describe(int code) {
        String signal = SIGNALS.get(code - 128);
        if (signal == null) {
            return "exited with code " + code;
        }
        String hint = code == 128 + 9 ? ", perhaps because the machine ran out of memory" : "";
        return "was ended by " + signal + hint;
    }
}
