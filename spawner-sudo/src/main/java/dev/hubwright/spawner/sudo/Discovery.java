package dev.hubwright.spawner.sudo;

import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds servers by the markers in the environment of their processes. */
final class Discovery {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private final ProcessTable processes;
    private final Markers markers;
    private final Function<ServerRef, Path> logs;

    Discovery(ProcessTable processes, Markers markers, Function<ServerRef, Path> logs) {
        this.processes = processes;
        this.markers = markers;
        this.logs = logs;
    }

    List<Found> find() throws IOException {
        Map<String, List<Member>> bySpawn = new LinkedHashMap<>();
        for (ProcessEntry process : processes.own()) {
            Map<String, String> environment = processes.environment(process);
            if (markers.areIn(environment)) {
                bySpawn.computeIfAbsent(environment.get(Markers.SPAWN_ID), id -> new ArrayList<>())
                        .add(new Member(process, environment));
            }
        }
        List<Found> found = new ArrayList<>();
        for (Map.Entry<String, List<Member>> spawn : bySpawn.entrySet()) {
            found(spawn.getKey(), spawn.getValue()).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Found> found(String spawnId, List<Member> members) throws IOException {
        Optional<Member> leader = members.stream().filter(Member::leads).findFirst();
        Member speaker = leader.orElse(members.get(0));
        String user = speaker.environment.getOrDefault("JUPYTERHUB_USER", "");
        String name = speaker.environment.getOrDefault("JUPYTERHUB_SERVER_NAME", "");
        if (user.isEmpty() || user.contains("/") || name.contains("/")) {
            return Optional.empty();
        }
        ServerRef server = new ServerRef(user, name);
        // Where the leader is gone, this is the state of a server that has ended and still has something to clean up.
        ServerState state = new ServerState(
                spawnId,
                leader.map(member -> member.process.pid()).orElse(0L),
                leader.map(member -> member.process.birth()).orElse(0L),
                processes.bootId(),
                speaker.uri(),
                logs.apply(server));
        return Optional.of(new Found(server, spawnId, state.toOpaque()));
    }

    private record Member(ProcessEntry process, Map<String, String> environment) {

        boolean leads() {
            String pid = Long.toString(process.pid());
            return environment.getOrDefault(Markers.SERVER_PID, pid).equals(pid);
        }

        /** Where the operator's own environment hides the address, one that leads nowhere. */
        URI uri() {
            try {
                URI service = URI.create(environment.getOrDefault("JUPYTERHUB_SERVICE_URL", ""));
                return service.getHost() == null ? NOWHERE : Address.uri(service.getHost(), service.getPort());
            } catch (IllegalArgumentException e) {
                return NOWHERE;
            }
        }
    }
}
