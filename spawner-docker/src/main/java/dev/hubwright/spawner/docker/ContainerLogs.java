package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.hubwright.api.spawn.LogRequest;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** Opens what a container prints. */
final class ContainerLogs {

    private ContainerLogs() {}

    static InputStream open(DockerParts parts, InspectContainerResponse container, LogRequest request)
            throws EngineException, InterruptedException {
        Engine engine = parts.engine();
        String path = engine.versionPath() + "/containers/" + container.getId() + "/logs?stdout=1&stderr=1&tail="
                + request.tailLines() + (request.follow() ? "&follow=1" : "");
        CompletableFuture<DockerHttpClient.Response> opening = new CompletableFuture<>();
        try {
            engine.streamThreads().execute(() -> open(engine, path, opening));
            DockerHttpClient.Response response = opening.get();
            return new LogStream(
                    engine, response, Boolean.TRUE.equals(container.getConfig().getTty()));
        } catch (ExecutionException e) {
            throw engine.translate(e.getCause());
        } catch (RejectedExecutionException e) {
            throw EngineException.noAnswer("The spawner is closed", e);
        } catch (InterruptedException e) {
            opening.thenAccept(DockerHttpClient.Response::close);
            throw e;
        }
    }

    private static void open(Engine engine, String path, CompletableFuture<DockerHttpClient.Response> opening) {
        try {
            DockerHttpClient.Response response = engine.streams()
                    .transport()
                    .execute(DockerHttpClient.Request.builder()
                            .method(DockerHttpClient.Request.Method.GET)
                            .path(path)
                            .build());
            if (response.getStatusCode() >= 300) {
                try (response) {
                    EngineRefusal.throwIfAny(response);
                }
            }
            opening.complete(response);
        } catch (RuntimeException e) {
            opening.completeExceptionally(e);
        }
    }
}
