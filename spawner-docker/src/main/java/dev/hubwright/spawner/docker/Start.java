package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import java.util.Map;
import java.util.Optional;

/** The frame of one start: whatever was made for it goes again if it does not work out. */
abstract class Start {

    static final String CANNOT = "The server cannot be started";

    final DockerParts parts;
    final DockerConfig config;
    final SpawnRequest request;
    final Progress progress;
    final Template template;
    final Map<String, String> keptVariables;
    private final String thing;
    private ContainerRef ref;

    /**
     * Prepares it.
     *
     * @param thing what is made, in a word
     * @param keptVariables those of the hub's own environment that go to the server
     */
    Start(
            String thing,
            DockerParts parts,
            DockerConfig config,
            SpawnRequest request,
            Progress progress,
            Map<String, String> keptVariables) {
        this.thing = thing;
        this.parts = parts;
        this.config = config;
        this.request = request;
        this.progress = progress;
        this.keptVariables = keptVariables;
        this.template = Template.of(config, request.server());
        this.ref = new ContainerRef(template.serverName(config), request.spawnId(), Optional.empty());
    }

    final StartResult.Running run() throws ProviderException, InterruptedException {
        // Before anything is made: what will be is known by its label, even if this hub dies now.
        progress.checkpoint(ref.toOpaque());
        boolean complete = false;
        try {
            StartResult.Running running = bringUp();
            complete = true;
            return running;
        } catch (EngineException e) {
            throw StartTrouble.of(e, "Cannot start " + thing + " \"" + name() + "\" from " + config.image());
        } finally {
            if (!complete) {
                undo();
            }
        }
    }

    abstract StartResult.Running bringUp() throws ProviderException, EngineException, InterruptedException;

    /** Also what was made just as the start was cancelled, which only its label tells. */
    abstract void takeBack() throws EngineException, InterruptedException;

    /** A name is taken until its owner is removed, so what an earlier start of this very server has left goes. */
    abstract void makeRoom() throws ProviderException, EngineException, InterruptedException;

    /** Makes something, and tells its id. */
    @FunctionalInterface
    interface Making {
        String make() throws EngineException, InterruptedException;
    }

    /** From here on it is known by its id too. */
    final void create(Making making) throws ProviderException, EngineException, InterruptedException {
        String id;
        try {
            id = making.make();
        } catch (EngineException e) {
            if (!e.isConflict()) {
                throw e;
            }
            makeRoom();
            id = making.make();
        }
        ref = new ContainerRef(name(), request.spawnId(), Optional.of(id));
    }

    /** Goes on with one that is there already. */
    final void take(ContainerRef there) {
        ref = there;
    }

    final ContainerRef ref() {
        return ref;
    }

    final String name() {
        return ref.name();
    }

    /** Once it has been made or taken. */
    final String id() {
        return ref.id().orElseThrow();
    }

    /** Leaves alone what is not of this server. */
    final void refuseUnlessOurs(Map<String, String> labels) throws ProviderException {
        if (!parts.labels().isOf(request.server(), labels)) {
            throw ProviderException.permanent(
                    "The server cannot be started: its name is taken",
                    capital(thing) + " name \"" + name() + "\" is taken by a " + thing + " that is not one of server "
                            + request.server() + " and was left as it is; remove it, or change DockerSpawner.prefix or"
                            + " name_template");
        }
    }

    final ProviderException removedMeanwhile() {
        return ProviderException.retryable(CANNOT, capital(thing) + " \"" + name() + "\" was removed while it started");
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private void undo() {
        boolean interrupted = Thread.interrupted();
        try {
            takeBack();
        } catch (EngineException e) {
            // The hub finds it by its labels and removes it when the engine answers again.
            return;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
