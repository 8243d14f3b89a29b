package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.spawn.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one task of a service: what the swarm has come to.
 *
 * @param tree as the engine tells it
 */
record ServiceTask(JsonNode tree) {

    private static final List<String> ON_THE_WAY =
            List.of("new", "allocated", "pending", "assigned", "accepted", "preparing", "ready", "starting");

    private static final Map<String, String> IN_WORDS = Map.of(
            "pending", "Waiting for a node that has room",
            "assigned", "A node was chosen",
            "accepted", "A node was chosen",
            "preparing", "The node gets the image and makes the container",
            "ready", "The container is made",
            "starting", "The container starts");

    String state() {
        return tree.path("Status").path("State").asText("new");
    }

    boolean isOnTheWay() {
        return ON_THE_WAY.contains(state());
    }

    boolean isRunning() {
        return state().equals("running");
    }

    /** From 20 to 90. */
    int percent() {
        return 20 + 10 * Math.max(0, ON_THE_WAY.indexOf(state()));
    }

    /** How far it is, with what holds it up. */
    String words() {
        String words = IN_WORDS.getOrDefault(state(), "The swarm has the service");
        return error().isEmpty() ? words : words + ": " + error();
    }

    /** What the swarm complains about; empty if nothing. */
    String error() {
        return tree.path("Status").path("Err").asText("").strip();
    }

    Optional<String> node() {
        return Optional.of(tree.path("NodeID").asText("")).filter(id -> !id.isEmpty());
    }

    Optional<String> container() {
        return Optional.of(tree.path("Status")
                        .path("ContainerStatus")
                        .path("ContainerID")
                        .asText(""))
                .filter(id -> !id.isEmpty());
    }

    /** Why it does not run any more. */
    Status.Exited exited() {
        int code = tree.path("Status").path("ContainerStatus").path("ExitCode").asInt(0);
        if (state().equals("rejected")) {
            return Status.exited("The node could not start the server: " + error());
        }
        String said = error().matches("task: non-zero exit \\(\\d+\\).*") ? "" : error();
        return Status.exited(code, Death.reason(code) + (said.isEmpty() ? "" : ": " + said));
    }

    /** The published port of the node that leads to a port of the container. */
    Optional<Integer> published(int port) {
        for (JsonNode entry : tree.path("Status").path("PortStatus").path("Ports")) {
            if (entry.path("TargetPort").asInt() == port) {
                return Optional.of(entry.path("PublishedPort").asInt());
            }
        }
        return Optional.empty();
    }

    /** Its address on a network that is not the swarm's own. */
    Optional<String> address() {
        for (JsonNode attachment : tree.path("NetworksAttachments")) {
            JsonNode addresses = attachment.path("Addresses");
            boolean ingress =
                    attachment.path("Network").path("Spec").path("Ingress").asBoolean(false);
            if (!ingress && !addresses.isEmpty()) {
                return Optional.of(addresses.get(0).asText().split("/")[0]);
            }
        }
        return Optional.empty();
    }
}
