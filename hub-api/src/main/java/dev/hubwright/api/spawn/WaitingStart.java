package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import java.util.Optional;

/** A start that has not begun: it is being admitted, or waits for a place. Its time does not run yet. */
final class WaitingStart implements Step {

    private final ServerLife life;
    private final String spawner;
    private final Opaque userOptions;
    private final ProgressLog log;
    private int position;

    WaitingStart(ServerLife life, String spawner, Opaque userOptions, ProgressLog log) {
        this.life = life;
        this.spawner = spawner;
        this.userOptions = userOptions;
        this.log = log;
    }

    ServerRef server() {
        return life.server();
    }

    String spawner() {
        return spawner;
    }

    Opaque userOptions() {
        return userOptions;
    }

    ProgressLog log() {
        return log;
    }

    /** There is a place for it, which is its own until it is left. */
    void admitted() {
        life.admitted(this);
    }

    synchronized void isAt(int newPosition) {
        if (position != newPosition) {
            position = newPosition;
            log.report(0, "Waiting for a free place; position " + newPosition + " in the queue");
        }
    }

    @Override
    public Optional<Pending> pending() {
        return Optional.of(Pending.SPAWN);
    }

    @Override
    public Next run() {
        throw new IllegalStateException("A start that waits does nothing");
    }
}
