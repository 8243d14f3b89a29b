package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderException;
import java.util.Locale;

/** Why an image could not be pulled, in words. */
final class PullTrouble {

    private PullTrouble() {}

    static ProviderException of(ImageName image, Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        String lower = said.toLowerCase(Locale.ROOT);
        String attempt = "Cannot pull " + image.full() + ": " + said;
        if (lower.contains("no space left")) {
            return ProviderException.retryable(
                    "The server's image could not be fetched: the machine's disk is full",
                    attempt + "; make room on the engine's disk, such as by \"docker image prune\"",
                    cause);
        }
        if (lower.contains("no matching manifest") || lower.contains("does not match the specified platform")) {
            return ProviderException.permanent(
                    "The server's image is not made for this kind of machine",
                    attempt + "; set DockerSpawner.platform or another image",
                    cause);
        }
        if (lower.contains("no basic auth") || lower.contains("unauthorized") || lower.contains("denied")) {
            return ProviderException.permanent(
                    "The server's image may not be fetched",
                    attempt + "; set DockerSpawner.registry_auth for " + image.registry(),
                    cause);
        }
        if (lower.contains("not found") || lower.contains("manifest unknown") || lower.contains("does not exist")) {
            return ProviderException.permanent(
                    "The server's image does not exist", attempt + "; check DockerSpawner.image", cause);
        }
        return ProviderException.retryable("The server's image could not be fetched; try again later", attempt, cause);
    }
}
