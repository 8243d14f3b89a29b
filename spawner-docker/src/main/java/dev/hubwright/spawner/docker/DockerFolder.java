package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.InvalidSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What the docker command keeps in its folder: its config.json, and the contexts that say where engines are. */
final class DockerFolder {

    private static final String CONTEXT = "DockerSpawner.docker_context";

    private final Optional<String> written;

    DockerFolder(DockerConfig config) {
        this.written = config.find(DockerSettings.DOCKER_CONFIG).map(String::strip);
    }

    /** The whole config.json; empty if nobody has named one. */
    JsonNode config() {
        if (written.isEmpty()) {
            return Json.MAPPER.createObjectNode();
        }
        try {
            String text = isText() ? written.get() : Files.readString(file());
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            // What the parser says may quote a password.
            throw new InvalidSettings("DockerSpawner.docker_config", "is no JSON, nor the path of a file with it");
        }
    }

    private boolean isText() {
        return written.orElse("").startsWith("{");
    }

    private Path file() {
        Path path = Path.of(written.orElseThrow());
        return Files.isDirectory(path) ? path.resolve("config.json") : path;
    }

    /**
     * The context of this name, or the current one.
     *
     * @return empty for the engine of this machine
     */
    Optional<Context> context(Optional<String> name) {
        String wanted = name.filter(text -> !text.isEmpty())
                .orElseGet(() -> config().path("currentContext").asText(""));
        if (wanted.isEmpty() || wanted.equals("default")) {
            return Optional.empty();
        }
        if (written.isEmpty() || isText()) {
            throw new InvalidSettings(
                    CONTEXT, "= \"" + wanted + "\" needs DockerSpawner.docker_config, the folder with the contexts");
        }
        Path folder = file().toAbsolutePath().getParent().resolve("contexts");
        String id = digest(wanted);
        Path meta = folder.resolve("meta").resolve(id).resolve("meta.json");
        try {
            JsonNode endpoint = Json.MAPPER
                    .readTree(Files.readString(meta))
                    .path("Endpoints")
                    .path("docker");
            if (endpoint.path("SkipTLSVerify").asBoolean(false)) {
                throw new InvalidSettings(
                        CONTEXT, "= \"" + wanted + "\" skips the check of the engine's certificate; give it the ca");
            }
            Path keys = folder.resolve("tls").resolve(id).resolve("docker");
            return Optional.of(new Context(
                    endpoint.path("Host").asText(""), Files.isDirectory(keys) ? Optional.of(keys) : Optional.empty()));
        } catch (IOException e) {
            throw new InvalidSettings(
                    CONTEXT, "= \"" + wanted + "\" cannot be read from " + meta + "; try \"docker context ls\"");
        }
    }

    private static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /**
     * Where an engine is.
     *
     * @param host as the docker command writes it
     * @param keys a folder with ca.pem, cert.pem and key.pem, as far as they were given
     */
    record Context(String host, Optional<Path> keys) {

        URI uri() {
            return EngineAddresses.repaired(host);
        }
    }
}
