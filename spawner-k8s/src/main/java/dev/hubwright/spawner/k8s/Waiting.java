package dev.hubwright.spawner.k8s;

import java.util.Optional;
import java.util.Set;

/**
 * Why a container does not run.
 *
 * @param reason Kubernetes's word, such as {@code ImagePullBackOff}
 * @param message what the cluster adds
 * @param lastExit how it ended before, in words
 */
record Waiting(String reason, String message, Optional<String> lastExit) {

    private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> HOPELESS =
            Set.of("ErrImageNeverPull", "InvalidImageName", "CrashLoopBackOff", "ImageInspectError");

    /** Whether it belongs to any start. */
    static boolean isOrdinary(String reason) {
        return ORDINARY.contains(reason);
    }

    /** Whether waiting will not help. */
    boolean isHopeless() {
        return HOPELESS.contains(reason);
    }

    /** For the person. */
    String words() {
        return switch (reason) {
            case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable" -> "The server's image cannot be pulled";
            case "ErrImageNeverPull" -> "The server's image is not on its node, and is not to be pulled";
            case "InvalidImageName" -> "The name of the server's image is wrong";
            case "CreateContainerConfigError", "CreateContainerError" ->
                "The server's container cannot be made: " + message;
            case "CrashLoopBackOff" -> lastExit.orElse("The server ends again and again");
            default -> "The server waits: " + reason;
        };
    }

    /** For the operator. */
    String detail() {
        return reason
                + (message.isEmpty() ? "" : ": " + message)
                + lastExit.map(exit -> "; " + exit).orElse("");
    }
}
