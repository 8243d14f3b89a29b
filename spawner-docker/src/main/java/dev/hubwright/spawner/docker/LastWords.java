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
        String[] variables = container.getConfig().getEnv();
        List<String> environment = variables == null ? List.of() : Arrays.asList(variables);
        try {
            return printed(ContainerLogs.open(parts, container, LogRequest.tail(LINES)), environment, secretNames);
        } catch (EngineException e) {
            return "";
        }
    }

    /**
     * The end of what a service printed.
     *
     * @param environment as the engine knows it, {@code NAME=value}
     * @param secretNames the variables whose values must not be told
     */
    static String ofService(DockerParts parts, String service, List<?> environment, Set<String> secretNames)
            throws InterruptedException {
        try {
            return printed(
                    ContainerLogs.ofService(parts, service, false, LogRequest.tail(LINES)), environment, secretNames);
        } catch (EngineException e) {
            return "";
        }
    }

    private static String printed(InputStream opened, List<?> environment, Set<String> secretNames) {
        try (InputStream log = opened) {
            String text = new String(log.readNBytes(CHARACTERS), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : "; it printed:\n" + withoutSecrets(text, environment, secretNames);
        } catch (IOException e) {
            return "";
        }
    }

    private static String withoutSecrets(String text, List<?> environment, Set<String> secretNames) {
        List<String> secrets = environment.stream()
                .map(Object::toString)
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
