package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was reported; tests override what should happen at a checkpoint. */
class HookedProgress implements Progress {

    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<Opaque> checkpoints = new CopyOnWriteArrayList<>();

    @Override
    public void report(int percent, String message) {
        messages.add(message);
    }

    @Override
    public void checkpoint(Opaque state) throws ProviderException {
        checkpoints.add(state);
    }

    @Override
    public Instant phase(String name, Duration allowance) {
        messages.add(name);
        return Instant.now().plus(allowance);
    }
}
