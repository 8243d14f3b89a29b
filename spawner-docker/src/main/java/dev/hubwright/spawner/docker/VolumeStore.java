package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The named volumes that belong to people, in the engine. */
final class VolumeStore {

    private static final String NOT_STARTED = "The server cannot be started: its storage belongs to somebody else";

    private final Engine engine;
    private final Labels labels;

    VolumeStore(Engine engine, Labels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /**
     * Makes the personal volumes that are not there, and looks whose the others are.
     *
     * @param made gets those that were made, also if this fails later
     */
    void prepare(ServerRef server, List<Volume> volumes, List<Volume> made)
            throws ProviderException, EngineException, InterruptedException {
        for (Volume volume : volumes) {
            if (volume.personal()) {
                Map<String, String> wanted = volume.ofServer() ? labels.of(server) : labels.ofUser(server.user());
                if (inspect(volume.source()).isEmpty()) {
                    made.add(volume);
                    create(volume.source(), wanted);
                }
                // Asked after the creation too: another hub may have been quicker, and creating is no error then.
                requireOwner(volume, wanted);
            }
        }
    }

    /** Looks whose the personal volumes are that are here; swarms make them where they need them. */
    void verify(ServerRef server, List<Volume> volumes)
            throws ProviderException, EngineException, InterruptedException {
        for (Volume volume : volumes) {
            if (volume.personal() && inspect(volume.source()).isPresent()) {
                requireOwner(volume, volume.ofServer() ? labels.of(server) : labels.ofUser(server.user()));
            }
        }
    }

    private Optional<InspectVolumeResponse> inspect(String name) throws EngineException, InterruptedException {
        try {
            return Optional.of(
                    engine.ask(docker -> docker.inspectVolumeCmd(name).exec()));
        } catch (EngineException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void create(String name, Map<String, String> wanted) throws EngineException, InterruptedException {
        engine.change(docker ->
                docker.createVolumeCmd().withName(name).withLabels(wanted).exec());
    }

    /** What has no owner was made before us, under a name that only this person's servers have. */
    private void requireOwner(Volume volume, Map<String, String> wanted)
            throws ProviderException, EngineException, InterruptedException {
        Map<String, String> found =
                inspect(volume.source()).map(InspectVolumeResponse::getLabels).orElse(Map.of());
        String owner = found == null ? null : found.get(Labels.USER);
        boolean unowned = owner == null && !volume.ofServer();
        boolean same = wanted.get(Labels.USER).equals(owner)
                && (!volume.ofServer() || wanted.get(Labels.SERVER).equals(found.get(Labels.SERVER)));
        if (!unowned && !same) {
            throw ProviderException.permanent(
                    NOT_STARTED,
                    "Volume \"" + volume.source() + "\" is "
                            + (owner == null ? "nobody's" : "that of user \"" + owner + "\"")
                            + " and not that of \"" + wanted.get(Labels.USER)
                            + "\"; put {username} and {servername} into DockerSpawner.volumes so that names differ");
        }
    }

    /** Takes back what a start has made; somebody else may have been quicker with the name, and theirs stays. */
    void takeBack(String user, List<Volume> made) throws EngineException, InterruptedException {
        for (Volume volume : made) {
            Map<String, String> found = inspect(volume.source())
                    .map(InspectVolumeResponse::getLabels)
                    .orElse(null);
            if (labels.isOurs(found) && user.equals(found.get(Labels.USER))) {
                remove(volume.source());
            }
        }
    }

    /** Removes what was made for exactly this server. */
    void removeOf(ServerRef server) throws EngineException, InterruptedException {
        for (InspectVolumeResponse volume : list(server.user())) {
            if (volume.getLabels().containsKey(Labels.SERVER) && labels.isOf(server, volume.getLabels())) {
                remove(volume.getName());
            }
        }
    }

    /** Removes what was made for a person. */
    void removeOf(String user) throws EngineException, InterruptedException {
        for (InspectVolumeResponse volume : list(user)) {
            remove(volume.getName());
        }
    }

    private List<InspectVolumeResponse> list(String user) throws EngineException, InterruptedException {
        List<String> filter = new ArrayList<>(labels.ours());
        filter.add(Labels.USER + "=" + user);
        List<InspectVolumeResponse> found = engine.ask(docker ->
                docker.listVolumesCmd().withFilter("label", filter).exec().getVolumes());
        return found == null
                ? List.of()
                : found.stream()
                        .filter(volume -> labels.isOurs(volume.getLabels()))
                        .filter(volume -> user.equals(volume.getLabels().get(Labels.USER)))
                        .toList();
    }

    private void remove(String name) throws EngineException, InterruptedException {
        try {
            engine.change(docker -> docker.removeVolumeCmd(name).exec());
        } catch (EngineException e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
    }
}
