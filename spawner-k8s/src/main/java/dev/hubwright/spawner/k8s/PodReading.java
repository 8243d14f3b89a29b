package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the status of a pod says of the server in it. */
final class PodReading {

    /** Where the proxy reaches the server, if not at the pod's own address. */
    static final String HOST = "dev.hubwright/host";

    static final String RESTART_LIMIT = "dev.hubwright/restart-limit";

    /** Clocks differ, and a kubelet may be slow. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final Pod pod;

    PodReading(Pod pod) {
        this.pod = pod;
    }

    /** Whether it lives, as far as the pod's status tells. */
    Status status(Instant now) {
        Optional<Status.Exited> exit = exit(now);
        if (exit.isPresent()) {
            return exit.get();
        }
        if (isForgotten()) {
            return Status.unknown("Node " + node() + " has not reported on pod " + name() + " for a while");
        }
        return uri().map(Status::up).orElseGet(Status::up);
    }

    /** Why it is over; empty if it is not, or will be started again by the cluster. */
    Optional<Status.Exited> exit(Instant now) {
        String phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Optional.of(ended());
        }
        if (isOverdue(now)) {
            return Optional.of(Status.exited("The server's node, " + node() + ", is lost"));
        }
        Optional<ContainerStatus> server = server();
        boolean givenUp = server.flatMap(PodReading::waiting)
                        .filter("CrashLoopBackOff"::equals)
                        .isPresent()
                && server.get().getRestartCount() >= restartLimit();
        return givenUp ? Optional.of(crashed(server.get())) : Optional.empty();
    }

    /** Whether it has a server that answers, or soon will. */
    boolean isServing() {
        boolean running = pod.getStatus() != null
                && "Running".equals(pod.getStatus().getPhase())
                && pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getPodIP() != null;
        return running && containers().allMatch(container -> Boolean.TRUE.equals(container.getReady()));
    }

    /**
     * Whether all that it had has ended, or could not even be started.
     *
     * @param longAgo whether what is about to be started will not be any more
     */
    boolean hasNothingRunning(boolean longAgo) {
        List<ContainerStatus> all = Stream.concat(preparations(), containers()).toList();
        return (longAgo || !all.isEmpty()) && all.stream().allMatch(container -> isOver(container, longAgo));
    }

    private static boolean isOver(ContainerStatus container, boolean longAgo) {
        boolean made = container.getContainerID() != null;
        boolean stuck = waiting(container)
                .filter(reason -> longAgo || !made && !Waiting.isOrdinary(reason))
                .isPresent();
        boolean ended = container.getState() != null && container.getState().getTerminated() != null;
        return ended || stuck;
    }

    /** Where the proxy reaches it; empty if it has no address. */
    Optional<URI> uri() {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        String host = Labels.annotation(pod, HOST);
        if (ip == null || ip.isEmpty()) {
            return Optional.empty();
        }
        String address = host.isEmpty() ? (ip.contains(":") ? "[" + ip + "]" : ip) : host;
        return Optional.of(StartResult.running(URI.create("http://" + address + ":" + port()), Opaque.empty())
                .uri());
    }

    /** Whether the server, or what prepares it, cannot run now; and why. */
    Optional<Waiting> waiting() {
        return Stream.concat(preparations(), containers())
                .filter(container -> waiting(container).isPresent())
                .map(container -> new Waiting(
                        waiting(container).get(),
                        Optional.ofNullable(container.getState().getWaiting().getMessage())
                                .orElse(""),
                        lastExit(container).map(Death::reason)))
                .filter(waiting -> !Waiting.isOrdinary(waiting.reason()))
                .findFirst();
    }

    /** Why no node takes it; empty if one does. */
    Optional<String> unschedulable() {
        return conditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && condition.getMessage() != null)
                .map(PodCondition::getMessage)
                .findFirst();
    }

    private Status.Exited ended() {
        Optional<ContainerStateTerminated> last = server().flatMap(PodReading::lastExit);
        String reason = pod.getStatus().getReason();
        if ("Evicted".equals(reason)) {
            return Status.exited(
                    "The server was evicted from its node: " + pod.getStatus().getMessage());
        }
        if (reason != null && last.isEmpty()) {
            return Status.exited("The server has ended: " + reason
                    + Optional.ofNullable(pod.getStatus().getMessage())
                            .map(text -> ": " + text)
                            .orElse(""));
        }
        return last.map(exit -> Status.exited(Death.code(exit), Death.reason(exit)))
                .orElseGet(() -> Status.exited("The server has ended"));
    }

    private static Status.Exited crashed(ContainerStatus container) {
        String again = "; it was started again " + container.getRestartCount() + " times";
        return lastExit(container)
                .map(exit -> Status.exited(Death.code(exit), Death.reason(exit) + again))
                .orElseGet(() -> Status.exited("The server ends again and again" + again));
    }

    /** Its deletion is long due, and only its node could say that it is gone. */
    private boolean isOverdue(Instant now) {
        String deletion = pod.getMetadata().getDeletionTimestamp();
        return deletion != null && Instant.parse(deletion).plus(TOLERANCE).isBefore(now);
    }

    /** The cluster itself has taken back that it is ready, as it does when its node is silent. */
    private boolean isForgotten() {
        return has("Ready", "False") && has("ContainersReady", "True") && gates().isEmpty();
    }

    private boolean has(String type, String value) {
        return conditions().stream()
                .anyMatch(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()));
    }

    private List<?> gates() {
        return pod.getSpec() == null ? List.of() : pod.getSpec().getReadinessGates();
    }

    private List<PodCondition> conditions() {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
    }

    private Stream<ContainerStatus> preparations() {
        return pod.getStatus() == null ? Stream.empty() : pod.getStatus().getInitContainerStatuses().stream();
    }

    private Stream<ContainerStatus> containers() {
        return pod.getStatus() == null ? Stream.empty() : pod.getStatus().getContainerStatuses().stream();
    }

    private Optional<ContainerStatus> server() {
        return containers()
                .filter(container -> NotebookContainer.NAME.equals(container.getName()))
                .findFirst();
    }

    private static Optional<String> waiting(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(state -> state.getWaiting())
                .map(ContainerStateWaiting::getReason);
    }

    static Optional<ContainerStateTerminated> lastExit(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(state -> state.getTerminated())
                .or(() -> Optional.ofNullable(container.getLastState()).map(state -> state.getTerminated()));
    }

    private int restartLimit() {
        String limit = Labels.annotation(pod, RESTART_LIMIT);
        return limit.matches("\\d{1,9}") ? Integer.parseInt(limit) : Integer.MAX_VALUE;
    }

    private int port() {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> NotebookContainer.PORT_NAME.equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(8888);
    }

    private String node() {
        return pod.getSpec() == null ? "" : String.valueOf(pod.getSpec().getNodeName());
    }

    private String name() {
        return pod.getMetadata().getName();
    }
}
