package dev.hubwright.spawner.k8s;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.Map;

/** Why a container has ended, in words. */
final class Death {

    private static final int LONGEST = 1000;

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

    static int code(ContainerStateTerminated end) {
        return end.getExitCode() == null ? 0 : end.getExitCode();
    }

    static String reason(ContainerStateTerminated end) {
        if ("OOMKilled".equals(end.getReason())) {
            return "The server was killed because it needed more memory than it may have";
        }
        int code = code(end);
        return "The server " + MEANINGS.getOrDefault(code, "has ended with exit code " + code);
    }

    /** What it has printed last, where Kubernetes has kept it; may hold secrets. */
    static String printed(ContainerStateTerminated end) {
        String text = end.getMessage() == null ? "" : end.getMessage().strip();
        return text.substring(Math.max(0, text.length() - LONGEST));
    }
}
