package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What to say of a container that ended while it started: why, and the end of what it printed. */
final class LastWords {

    private static final int LINES = 20;
    private static final int CHARACTERS = 4000;

    private LastWords() {}

    static ProviderException of(DockerParts parts, InspectContainerResponse container, Set<String> secretNames)
            throws InterruptedException {
        String reason = Death.reason(container.getState());
        return ProviderException.permanent(
                reason,
                "Container " + container.getName() + " ended right after its start: " + reason
                        + printed(parts, container, secretNames));
    }

    private static String printed(DockerParts parts, InspectContainerResponse container, Set<String> secretNames)
            throws InterruptedException {
        try (InputStream log = ContainerLogs.open(parts, container, LogRequest.tail(LINES))) {
            String text = new String(log.readNBytes(CHARACTERS), StandardCharsets.UTF_8).strip();
            return text.isEmpty()
                    ? ""
                    : "; it printed:\n"
                            + withoutSecrets(text, container.getConfig().getEnv(), secretNames);
        } catch (EngineException | IOException e) {
            return "";
        }
    }

    private static String withoutSecrets(String text, String[] environment, Set<String> secretNames) {
        List<String> secrets = Arrays.stream(environment == null ? new String[0] : environment)
                .filter(line -> secretNames.contains(line.split("=", 2)[0]))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .filter(value -> value.length() > 3)
                .toList();
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }
}
