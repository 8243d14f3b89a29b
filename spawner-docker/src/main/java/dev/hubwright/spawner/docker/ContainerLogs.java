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
        boolean plain = Boolean.TRUE.equals(container.getConfig().getTty());
        return open(parts.engine(), "/containers/" + container.getId(), plain, request);
    }

    /** The same of a service, whose one task prints. */
    static InputStream ofService(DockerParts parts, String service, boolean plain, LogRequest request)
            throws EngineException, InterruptedException {
        return open(parts.engine(), "/services/" + service, plain, request);
    }

    private static InputStream open(Engine engine, String what, boolean plain, LogRequest request)
            throws EngineException, InterruptedException {
        String path = engine.versionPath() + what + "/logs?stdout=1&stderr=1&tail=" + request.tailLines()
                + (request.follow() ? "&follow=1" : "");
        CompletableFuture<DockerHttpClient.Response> opening = new CompletableFuture<>();
        try {
            engine.streamThreads().execute(() -> open(engine, path, opening));
            DockerHttpClient.Response response = opening.get();
            return new LogStream(engine, response, plain);
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
