package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.hubwright.api.spawn.ServerRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers that we made, in the engine. */
final class Containers {

    private static final Duration GOING = Duration.ofSeconds(30);

    private final Engine engine;
    private final EngineJson json;
    private final Labels labels;

    Containers(Engine engine, Labels labels) {
        this.engine = engine;
        this.json = new EngineJson(engine);
        this.labels = labels;
    }

    /** By id or name, whoever made it. */
    Optional<InspectContainerResponse> inspect(String id) throws EngineException, InterruptedException {
        try {
            return Optional.of(
                    engine.ask(docker -> docker.inspectContainerCmd(id).exec()));
        } catch (EngineException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All of ours that have further labels, running or not. */
    List<Container> list(String... more) throws EngineException, InterruptedException {
        List<String> filter = new ArrayList<>(labels.ours());
        filter.addAll(List.of(more));
        return engine.ask(docker -> docker.listContainersCmd()
                .withShowAll(true)
                .withFilter("label", filter)
                .exec());
    }

    /** All of ours that belong to a server. */
    List<Container> of(ServerRef server) throws EngineException, InterruptedException {
        return list(Labels.USER + "=" + server.user()).stream()
                .filter(container -> labels.isOf(server, container.getLabels()))
                .toList();
    }

    /** The one that a state means, if it is this server's. */
    Optional<InspectContainerResponse> find(ServerRef server, ContainerRef ref)
            throws EngineException, InterruptedException {
        Optional<InspectContainerResponse> found = Optional.empty();
        if (ref.id().isPresent()) {
            found = inspect(ref.id().get());
        } else {
            for (Container container : list(Labels.SPAWN + "=" + ref.spawnId())) {
                found = inspect(container.getId());
            }
        }
        return found.filter(
                        container -> labels.isOf(server, container.getConfig().getLabels()))
                .filter(container ->
                        ref.spawnId().equals(container.getConfig().getLabels().get(Labels.SPAWN)));
    }

    /** Makes one and returns its id. */
    String create(String name, Optional<String> platform, Map<String, Object> spec)
            throws EngineException, InterruptedException {
        String path = "/containers/create?name=" + encode(name)
                + platform.map(value -> "&platform=" + encode(value)).orElse("");
        return json.post(path, Map.of(), spec).path("Id").asText();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    void start(String id) throws EngineException, InterruptedException {
        try {
            engine.change(docker -> docker.startContainerCmd(id).exec());
        } catch (EngineException e) {
            if (!e.isDoneAlready()) {
                throw e;
            }
        }
    }

    /**
     * Ends one that may be running, and waits for it.
     *
     * @param patience how long it may take to end by itself
     */
    void end(InspectContainerResponse container, Duration patience) throws EngineException, InterruptedException {
        String id = container.getId();
        boolean ended = !Boolean.TRUE.equals(container.getState().getRunning());
        if (!ended && !patience.isZero()) {
            Object signal = container.getConfig().getRawValues().get("StopSignal");
            signal(id, signal == null || signal.toString().isEmpty() ? "SIGTERM" : signal.toString());
            ended = hasEnded(id, patience);
        }
        if (!ended) {
            signal(id, "SIGKILL");
            if (!hasEnded(id, GOING)) {
                throw EngineException.noAnswer("Container " + container.getName() + " lives on after SIGKILL", null);
            }
        }
    }

    private void signal(String id, String signal) throws EngineException, InterruptedException {
        try {
            engine.change(
                    docker -> docker.killContainerCmd(id).withSignal(signal).exec());
        } catch (EngineException e) {
            // A container that does not run any more is a conflict to Docker, and a failure of its own to Podman.
            if (!e.isMissing() && !e.isConflict() && (e.isNoAnswer() || !hasEnded(id, Duration.ZERO))) {
                throw e;
            }
        }
    }

    private boolean hasEnded(String id, Duration patience) throws EngineException, InterruptedException {
        return Waiting.until(patience, () -> inspect(id)
                .map(container -> !Boolean.TRUE.equals(container.getState().getRunning()))
                .orElse(true));
    }

    /** Removes one with the volumes that have no name, and waits until it is gone; harmless if it is. */
    void remove(String id) throws EngineException, InterruptedException {
        try {
            engine.change(docker -> docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (EngineException e) {
            // The engine calls it a conflict when somebody else is removing it already.
            if (!e.isMissing() && !e.isConflict()) {
                throw e;
            }
            if (e.isConflict() && !Waiting.until(GOING, () -> inspect(id).isEmpty())) {
                throw e;
            }
        }
    }
}
