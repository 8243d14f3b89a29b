package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.util.List;
import java.util.Optional;

/** Stands for a spawner that a record names but the settings do not: nothing can be said of its servers. */
final class MissingSpawner implements Spawner {

    private final String name;

    MissingSpawner(String name) {
        this.name = name;
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException {
        throw missing();
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws ProviderException {
        throw missing();
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode) throws ProviderException {
        throw missing();
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state) throws ProviderException {
        throw missing();
    }

    @Override
    public List<Found> discover() throws ProviderException {
        throw missing();
    }

    private ProviderException missing() {
        return ProviderException.permanent(
                "What runs this server is not set up any more",
                "There is no spawner \"" + name + "\"; put it back into the settings until its servers are stopped");
    }
}
