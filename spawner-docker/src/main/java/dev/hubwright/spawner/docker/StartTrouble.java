package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderException;
import java.util.Locale;

/** Why a container could not be made or started, with the remedy where there is a known one. */
final class StartTrouble {

    private static final String CANNOT = "The server cannot be started";

    private StartTrouble() {}

    static ProviderException of(EngineException e, String attempt) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("executable file not found") || said.contains("no such file or directory: unknown")) {
            return permanent(CANNOT + ": its command is not in the image", attempt, e, "check DockerSpawner.cmd");
        }
        if (said.contains("exec format error") || said.contains("does not match the specified platform")) {
            return permanent(
                    CANNOT + ": its image is not made for this kind of machine",
                    attempt,
                    e,
                    "set DockerSpawner.platform");
        }
        if (said.contains("cannot assign requested address") || said.contains("address already in use")) {
            return permanent(
                    CANNOT + ": its port cannot be published", attempt, e, "check DockerSpawner.host_ip and port");
        }
        if (said.contains("no space left")) {
            return ProviderException.retryable(
                    CANNOT + ": the machine's disk is full", attempt + ": " + e.getMessage() + "; make room", e);
        }
        if (said.contains("could not select device driver")) {
            return permanent(
                    CANNOT + ": the machine has no such device",
                    attempt,
                    e,
                    "check DockerSpawner.gpus and device_requests");
        }
        return e.toProvider(CANNOT, attempt);
    }

    private static ProviderException permanent(String publicMessage, String attempt, EngineException e, String remedy) {
        return ProviderException.permanent(publicMessage, attempt + ": " + e.getMessage() + "; " + remedy, e);
    }
}
