package dev.hubwright.api.contract;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a spawner reports. Thread-safe. */
public final class RecordingProgress implements Progress {

    private final List<Integer> percents = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Opaque> checkpoints = new CopyOnWriteArrayList<>();

    /** Nothing reported yet. */
    public RecordingProgress() {}

    @Override
    public void report(int percent, String message) {
        percents.add(percent);
        messages.add(message);
    }

    @Override
    public void checkpoint(Opaque state) {
        checkpoints.add(state);
    }

    @Override
    public Instant phase(String name, Duration allowance) {
        messages.add(name);
        return Instant.now().plus(allowance);
    }

    /** The percents reported, in order. */
    public List<Integer> percents() {
        return List.copyOf(percents);
    }

    /** What was said to the person: messages and names of phases, in order. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** The states handed over, in order. */
    public List<Opaque> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /** The state handed over last. */
    public Optional<Opaque> lastCheckpoint() {
        return checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.get(checkpoints.size() - 1));
    }
}
