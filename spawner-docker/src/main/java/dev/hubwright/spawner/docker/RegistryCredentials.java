package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.AuthConfig;
import dev.hubwright.api.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the credentials for a registry: first in the settings, then in a config.json and the helpers that it names. */
final class RegistryCredentials {

    private static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private final Map<?, ?> written;
    private final DockerFolder folder;
    private final Map<String, String> environment;

    RegistryCredentials(DockerConfig config, Map<String, String> environment) {
        this.written = config.find(DockerSettings.REGISTRY_AUTH)
                .map(value -> (Map<?, ?>) value)
                .orElse(Map.of());
        this.folder = new DockerFolder(config);
        this.environment = environment;
    }

    /** Empty if nobody has given any; the registry then decides. */
    Optional<AuthConfig> of(ImageName image) throws ProviderException {
        String registry = image.registry();
        for (String name : names(registry)) {
            if (written.get(name) instanceof Map<?, ?> entry) {
                return Optional.of(auth(registry, Json.MAPPER.valueToTree(entry)));
            }
        }
        return fromFolder(registry);
    }

    private static List<String> names(String registry) {
        return registry.equals("docker.io")
                ? List.of(DOCKER_HUB, "docker.io", "index.docker.io")
                : List.of(registry, "https://" + registry, "http://" + registry);
    }

    private Optional<AuthConfig> fromFolder(String registry) throws ProviderException {
        JsonNode config = folder.config();
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

    private Optional<AuthConfig> fromHelper(String helper, String name, String registry) throws ProviderException {
        JsonNode found = new CredentialProgram(helper, environment).get(name);
        String user = found.path("Username").asText("");
        String secret = found.path("Secret").asText("");
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        AuthConfig auth = new AuthConfig().withRegistryAddress(registry);
        return Optional.of(
                user.equals("<token>")
                        ? auth.withIdentityToken(secret)
                        : auth.withUsername(user).withPassword(secret));
    }
}
