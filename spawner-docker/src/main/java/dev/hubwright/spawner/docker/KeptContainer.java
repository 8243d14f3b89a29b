package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.hubwright.api.spawn.SpawnRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stopped container of an earlier start: taken up if a new one would be the same, else removed. */
final class KeptContainer {

    static final String SPEC = "dev.hubwright.spec";

    private final DockerParts parts;
    private final SpawnRequest request;
    private final Map<String, Object> spec;

    /** Adds a label to {@code spec} by which the next start compares. */
    KeptContainer(DockerParts parts, SpawnRequest request, Map<String, Object> spec) {
        this.parts = parts;
        this.request = request;
        this.spec = spec;
        @SuppressWarnings("unchecked") // made by ContainerSpec
        Map<String, Object> labels = (Map<String, Object>) spec.get("Labels");
        labels.put(SPEC, fingerprint());
    }

    /** Without the environment, which has secrets and is compared as it is, and what is another each time. */
    private String fingerprint() {
        Map<String, Object> rest = new LinkedHashMap<>(spec);
        rest.remove("Env");
        rest.remove("Labels");
        return Hash.of(new String(Json.bytes(rest), java.nio.charset.StandardCharsets.UTF_8));
    }

    Optional<ContainerRef> find() throws EngineException, InterruptedException {
        Optional<ContainerRef> previous = ContainerRef.read(request.previousState());
        if (previous.isEmpty()) {
            return Optional.empty();
        }
        Optional<InspectContainerResponse> container = parts.containers().find(request.server(), previous.get());
        if (container.isEmpty()) {
            return Optional.empty();
        }
        if (isTheSame(container.get())) {
            return previous;
        }
        parts.containers().remove(container.get().getId());
        return Optional.empty();
    }

    private boolean isTheSame(InspectContainerResponse container) throws EngineException, InterruptedException {
        Map<String, String> labels = container.getConfig().getLabels();
        String image = parts.engine()
                .ask(docker -> docker.inspectImageCmd(spec.get("Image").toString())
                        .exec()
                        .getId());
        String[] environment = container.getConfig().getEnv();
        Set<Object> there = new HashSet<>(Arrays.asList(environment == null ? new String[0] : environment));
        return fingerprint().equals(labels.get(SPEC))
                && image.equals(container.getImageId())
                && there.containsAll((List<?>) spec.get("Env"));
    }
}
