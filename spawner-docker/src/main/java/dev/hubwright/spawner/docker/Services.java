package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.AuthConfig;
import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services that we made, in the swarm. */
final class Services {

    private static final Duration GOING = Duration.ofSeconds(60);

    private final DockerParts parts;
    private final EngineJson json;

    Services(DockerParts parts) {
        this.parts = parts;
        this.json = new EngineJson(parts.engine());
    }

    /** All of ours that have further labels. */
    List<JsonNode> list(String... more) throws EngineException, InterruptedException {
        List<String> labels = new ArrayList<>(parts.labels().ours());
        labels.addAll(List.of(more));
        List<JsonNode> found = new ArrayList<>();
        json.get("/services?filters=" + filter(Map.of("label", labels))).forEach(found::add);
        return found;
    }

    /** All of ours that belong to a server. */
    List<JsonNode> of(ServerRef server) throws EngineException, InterruptedException {
        return list(Labels.USER + "=" + server.user()).stream()
                .filter(service -> parts.labels().isOf(server, labels(service)))
                .toList();
    }

    /** The one that a state means, if it is this server's. */
    Optional<JsonNode> find(ServerRef server, ContainerRef ref) throws EngineException, InterruptedException {
        Optional<JsonNode> found =
                ref.id().isPresent() ? inspect(ref.id().get()) : first(list(Labels.SPAWN + "=" + ref.spawnId()));
        return found.filter(service -> parts.labels().isOf(server, labels(service)))
                .filter(service -> ref.spawnId().equals(labels(service).get(Labels.SPAWN)));
    }

    /** By id or name, whoever made it. */
    Optional<JsonNode> inspect(String id) throws EngineException, InterruptedException {
        return orMissing("/services/" + Containers.encode(id));
    }

    /** Makes one and returns its id. */
    String create(Map<String, Object> spec, Optional<AuthConfig> credentials)
            throws EngineException, InterruptedException {
        Map<String, String> headers = credentials
                .map(auth -> Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(Json.bytes(auth))))
                .orElse(Map.of());
        return json.post("/services/create", headers, spec).path("ID").asText();
    }

    /** Its task, the latest if there are several; empty as long as the swarm has made none. */
    Optional<ServiceTask> task(String service) throws EngineException, InterruptedException {
        JsonNode latest = null;
        for (JsonNode task : json.get("/tasks?filters=" + filter(Map.of("service", List.of(service))))) {
            if (latest == null
                    || task.path("CreatedAt")
                                    .asText()
                                    .compareTo(latest.path("CreatedAt").asText())
                            > 0) {
                latest = task;
            }
        }
        return Optional.ofNullable(latest).map(ServiceTask::new);
    }

    /** Removes one and waits until its container is gone; harmless if it is. */
    void remove(JsonNode service, Duration patience) throws EngineException, InterruptedException {
        String id = service.path("ID").asText();
        try {
            json.delete("/services/" + id);
        } catch (EngineException e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
        String spawn = Labels.SPAWN + "=" + labels(service).get(Labels.SPAWN);
        String tasks = "/tasks?filters=" + filter(Map.of("label", List.of(spawn)));
        if (!Waiting.until(patience.plus(GOING), () -> json.get(tasks).isEmpty())) {
            throw EngineException.noAnswer("The task of service \"" + name(service) + "\" does not end", null);
        }
    }

    /** Kills its container, where it is on this very engine; elsewhere only the swarm can. */
    void kill(JsonNode service) throws EngineException, InterruptedException {
        Optional<String> container =
                task(service.path("ID").asText()).filter(ServiceTask::isRunning).flatMap(ServiceTask::container);
        if (container.isPresent()) {
            var found = parts.containers().inspect(container.get());
            if (found.isPresent()) {
                parts.containers().end(found.get(), Duration.ZERO);
            }
        }
    }

    /** Where a running task is reached; empty while it has no address. */
    Optional<URI> uri(JsonNode service, ServiceTask task) throws EngineException, InterruptedException {
        Map<String, String> labels = labels(service);
        int port = Integer.parseInt(labels.get(Labels.PORT));
        return switch (Reached.valueOf(labels.get(Labels.REACHED))) {
            case HOSTNAME -> Optional.of(Reached.http(name(service), port));
            case INTERNAL -> task.address().map(address -> Reached.http(address, port));
            case HOST -> Optional.of(Reached.http(address(task), port));
            case PUBLISHED -> {
                Optional<Integer> published = task.published(port);
                yield published.isPresent()
                        ? Optional.of(Reached.http(address(task), published.get()))
                        : Optional.empty();
            }
        };
    }

    /** Whether the swarm has lost the node of a task, so that nobody knows how it is. */
    boolean isOutOfReach(ServiceTask task) throws EngineException, InterruptedException {
        return node(task)
                .map(node -> node.path("Status").path("State").asText("").matches("down|disconnected"))
                .orElse(false);
    }

    private String address(ServiceTask task) throws EngineException, InterruptedException {
        String address = node(task)
                .map(node -> node.path("Status").path("Addr").asText(""))
                .orElse("");
        return address.isEmpty() || address.equals("0.0.0.0")
                ? parts.engine().address().host()
                : address;
    }

    private Optional<JsonNode> node(ServiceTask task) throws EngineException, InterruptedException {
        return task.node().isPresent() ? orMissing("/nodes/" + task.node().get()) : Optional.empty();
    }

    /** References to secrets of these names, as a service wants them. */
    List<Object> secrets(Map<String, Map<?, ?>> wanted) throws EngineException, InterruptedException {
        List<Object> references = new ArrayList<>();
        for (Map.Entry<String, Map<?, ?>> secret : wanted.entrySet()) {
            String name = secret.getKey();
            JsonNode found = json.get("/secrets?filters=" + filter(Map.of("name", List.of(name))));
            // The filter takes parts of names too.
            Optional<String> id = Optional.empty();
            for (JsonNode one : found) {
                id = one.path("Spec").path("Name").asText().equals(name)
                        ? Optional.of(one.path("ID").asText())
                        : id;
            }
            if (id.isEmpty()) {
                throw new EngineException(
                        404, "There is no secret \"" + name + "\" in the swarm; check SwarmSpawner.secrets", null);
            }
            references.add(Map.of("SecretID", id.get(), "SecretName", name, "File", file(name, secret.getValue())));
        }
        return references;
    }

    private static Map<String, Object> file(String name, Map<?, ?> more) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("Name", more.containsKey("target") ? more.get("target").toString() : name);
        file.put("UID", more.containsKey("uid") ? more.get("uid").toString() : "0");
        file.put("GID", more.containsKey("gid") ? more.get("gid").toString() : "0");
        file.put("Mode", more.containsKey("mode") ? more.get("mode") : 0444);
        return file;
    }

    static Map<String, String> labels(JsonNode service) {
        Map<String, String> labels = new LinkedHashMap<>();
        service.path("Spec")
                .path("Labels")
                .fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    static String name(JsonNode service) {
        return service.path("Spec").path("Name").asText();
    }

    static ContainerRef ref(JsonNode service) {
        return new ContainerRef(
                name(service),
                labels(service).getOrDefault(Labels.SPAWN, ""),
                Optional.of(service.path("ID").asText()));
    }

    private Optional<JsonNode> orMissing(String path) throws EngineException, InterruptedException {
        try {
            return Optional.of(json.get(path));
        } catch (EngineException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<JsonNode> first(List<JsonNode> all) {
        return all.stream().findFirst();
    }

    private static String filter(Map<String, List<String>> filters) {
        ObjectNode tree = Json.MAPPER.createObjectNode();
        filters.forEach((name, values) -> values.forEach(tree.putArray(name)::add));
        return Containers.encode(new String(Json.bytes(tree), StandardCharsets.UTF_8));
    }
}
