package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.AuthConfig;
import dev.hubwright.api.InvalidSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the credentials for a registry: first in the settings, then in a config.json and the helpers that it names. */
final class RegistryCredentials {

    private static final String DOCKER_HUB = "https://index.docker.io/v1/";
    private static final long HELPER_SECONDS = 30;

    private final Map<?, ?> written;
    private final Optional<String> configFile;

    RegistryCredentials(DockerConfig config) {
        this.written = config.find(DockerSettings.REGISTRY_AUTH)
                .map(value -> (Map<?, ?>) value)
                .orElse(Map.of());
        this.configFile = config.find(DockerSettings.DOCKER_CONFIG);
    }

    /** Empty if nobody has given any; the registry then decides. */
    Optional<AuthConfig> of(ImageName image) {
        String registry = image.registry();
        for (String name : names(registry)) {
            if (written.get(name) instanceof Map<?, ?> entry) {
                return Optional.of(auth(registry, Json.MAPPER.valueToTree(entry)));
            }
        }
        return configFile.flatMap(file -> fromFile(file, registry));
    }

    private static List<String> names(String registry) {
        return registry.equals("docker.io")
                ? List.of(DOCKER_HUB, "docker.io", "index.docker.io")
                : List.of(registry, "https://" + registry, "http://" + registry);
    }

    private static Optional<AuthConfig> fromFile(String file, String registry) {
        JsonNode config = parse(file);
        String all = config.path("credsStore").asText("");
        for (String name : names(registry)) {
            String helper = config.path("credHelpers").path(name).asText(all);
            if (!helper.isEmpty()) {
                Optional<AuthConfig> found = fromHelper(helper, name, registry);
                if (found.isPresent()) {
                    return found;
                }
            }
            JsonNode entry = config.path("auths").path(name);
            if (entry.hasNonNull("auth") || entry.hasNonNull("username") || entry.hasNonNull("identitytoken")) {
                return Optional.of(auth(registry, entry));
            }
        }
        return Optional.empty();
    }

    private static JsonNode parse(String file) {
        try {
            String text = file.stripLeading().startsWith("{") ? file : Files.readString(Path.of(file));
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            // What the parser says may quote a password.
            throw new InvalidSettings("DockerSpawner.docker_config", "is no JSON, nor the path of a file with it");
        }
    }

    private static AuthConfig auth(String registry, JsonNode entry) {
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        if (entry.hasNonNull("auth")) {
            String pair =
                    new String(Base64.getDecoder().decode(entry.path("auth").asText()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            user = pair.substring(0, Math.max(0, colon));
            password = pair.substring(colon + 1);
        }
        AuthConfig auth = new AuthConfig().withRegistryAddress(registry).withUsername(user);
        return entry.hasNonNull("identitytoken")
                ? auth.withIdentityToken(entry.path("identitytoken").asText())
                : auth.withPassword(password);
    }

    private static Optional<AuthConfig> fromHelper(String helper, String name, String registry) {
        if (!helper.matches("[A-Za-z0-9._-]+")) {
            throw new InvalidSettings("DockerSpawner.docker_config", "names the helper \"" + helper + "\"");
        }
        try {
            Process process = new ProcessBuilder("docker-credential-" + helper, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var input = process.getOutputStream()) {
                input.write(name.getBytes(StandardCharsets.UTF_8));
            }
            byte[] answer = process.getInputStream().readAllBytes();
            if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                return Optional.empty();
            }
            JsonNode found = Json.MAPPER.readTree(answer);
            String user = found.path("Username").asText();
            String secret = found.path("Secret").asText();
            AuthConfig auth = new AuthConfig().withRegistryAddress(registry);
            return Optional.of(
                    user.equals("<token>")
                            ? auth.withIdentityToken(secret)
                            : auth.withUsername(user).withPassword(secret));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
