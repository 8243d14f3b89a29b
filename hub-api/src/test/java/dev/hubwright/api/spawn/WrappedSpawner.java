package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.util.List;
import java.util.Optional;

/** Another spawner, for tests that change one method of it. */
class WrappedSpawner implements Spawner {

    private final Spawner spawner;

    WrappedSpawner(Spawner spawner) {
        this.spawner = spawner;
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        return spawner.start(request, progress);
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws ProviderException, InterruptedException {
        return spawner.poll(server, state);
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        return spawner.stop(server, state, mode);
    }

    @Override
    public void removeUser(String user) throws ProviderException, InterruptedException {
        spawner.removeUser(user);
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        return spawner.recover(server, state);
    }

    @Override
    public List<Found> discover() throws ProviderException, InterruptedException {
        return spawner.discover();
    }
}
