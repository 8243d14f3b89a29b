package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.util.Map;

/** Why a container has ended, in words. */
final class Death {

    private static final Map<Integer, String> MEANINGS = Map.of(
            0, "has ended by itself",
            126, "could not be run: its command is not executable (exit code 126)",
            127, "could not be run: its command is not in the image (exit code 127)",
            130, "was interrupted (SIGINT)",
            134, "has crashed (SIGABRT)",
            137, "was killed (SIGKILL)",
            139, "has crashed (SIGSEGV)",
            143, "was told to end (SIGTERM)");

    private Death() {}

    static int code(ContainerState state) {
        return state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue();
    }

    static String reason(ContainerState state) {
        if ("created".equals(state.getStatus())) {
            return "The server was never started" + detail(state);
        }
        if (Boolean.TRUE.equals(state.getOOMKilled())) {
            return "The server was killed because it needed more memory than it may have";
        }
        return reason(code(state)) + detail(state);
    }

    static String reason(int exitCode) {
        return "The server " + MEANINGS.getOrDefault(exitCode, "has ended with exit code " + exitCode);
    }

    private static String detail(ContainerState state) {
        String error = state.getError();
        return error == null || error.isBlank() ? "" : ": " + error.strip();
    }
}
