package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program {@code docker-credential-…} that knows passwords of registries, as the docker command uses them. */
final class CredentialProgram {

    private static final String PUBLIC = "The server's image could not be fetched";
    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST = 64 * 1024;

    private final String program;
    private final Map<String, String> environment;

    /**
     * Takes what it works with.
     *
     * @param environment of the program, where its PATH is found too
     */
    CredentialProgram(String helper, Map<String, String> environment) {
        this.program = "docker-credential-" + helper;
        this.environment = environment;
    }

    /** What it says of a registry; without fields if it knows nothing. */
    JsonNode get(String registry) throws ProviderException {
        ProcessBuilder builder =
                new ProcessBuilder(find().toString(), "get").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return ask(builder.start(), registry);
        } catch (IOException e) {
            throw ProviderException.retryable(PUBLIC, program + " cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderException.retryable(PUBLIC, program + " was interrupted", e);
        }
    }

    private Path find() throws ProviderException {
        Optional<Path> found = program.matches("[A-Za-z0-9._-]+")
                ? Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(folder -> Path.of(folder, program))
                        .filter(Files::isExecutable)
                        .findFirst()
                : Optional.empty();
        return found.orElseThrow(() -> ProviderException.permanent(
                PUBLIC,
                "DockerSpawner.docker_config names the helper " + program + ", which is not on the hub's PATH"));
    }

    private JsonNode ask(Process process, String registry) throws IOException, InterruptedException, ProviderException {
        CompletableFuture<?> watch = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        try (OutputStream question = process.getOutputStream()) {
            question.write(registry.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // One that does not listen may answer all the same.
            process.getErrorStream().close();
        }
        try {
            byte[] answer = process.getInputStream().readNBytes(MOST);
            if (process.waitFor() == 0) {
                return Json.MAPPER.readTree(answer);
            }
            // The protocol has this sentence on standard output for what is not there.
            if (new String(answer, StandardCharsets.UTF_8).contains("credentials not found")) {
                return Json.MAPPER.createObjectNode();
            }
            throw ProviderException.retryable(
                    PUBLIC,
                    program + " has ended with exit code " + process.exitValue() + " when asked for " + registry);
        } finally {
            watch.cancel(false);
            process.destroyForcibly();
        }
    }
}
