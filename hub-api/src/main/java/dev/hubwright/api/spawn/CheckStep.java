package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.Optional;

/** Takes up a server that an earlier hub has started. What cannot be found out stays as it is until it can. */
final class CheckStep implements Step {

    private final SupervisorParts parts;
    private final ServerLife life;

    CheckStep(SupervisorParts parts, ServerLife life) {
        this.parts = parts;
        this.life = life;
    }

    @Override
    public Optional<Pending> pending() {
        return Optional.of(Pending.CHECK);
    }

    @Override
    public Next run() throws InterruptedException {
        try {
            Optional<ServerRecord> record = parts.find(life.server()).filter(ServerRecord::isActive);
            return record.isPresent() ? check(record.get()) : Next.done();
        } catch (ProviderException e) {
            life.journal().trouble(life.server(), "cannot be checked", e);
            return Next.again();
        }
    }

    private Next check(ServerRecord record) throws ProviderException, InterruptedException {
        if (record.phase() == ServerPhase.STOPPING) {
            return Next.then(new EndStep(parts, life, StopMode.NOW, Optional.empty(), false));
        }
        Optional<StartResult.Running> found = parts.spawner(record.spawner()).recover(record.server(), record.state());
        if (found.isEmpty()) {
            return gone(record, "it was not there any more when the hub came back");
        }
        OwnRecord own = new OwnRecord(parts.store(), record.server(), record.spawnId());
        ServerRecord current = own.update(kept -> kept.withState(found.get().state())
                .withUri(Optional.of(found.get().uri())));
        return connect(current, own);
    }

    private Next connect(ServerRecord record, OwnRecord own) throws ProviderException, InterruptedException {
        ReadinessCheck.Result result =
                new ReadinessCheck(parts, record).within(parts.options().httpTimeout());
        if (result.exited().isPresent()) {
            return gone(record, result.exited().get().reason());
        }
        if (!result.answered()) {
            return silent(record);
        }
        parts.putRoute(record);
        ServerRecord ready = own.update(kept -> kept.withPhase(ServerPhase.READY));
        life.nowReady(ready);
        life.journal().event("server-recovered", ready);
        return Next.done();
    }

    /** One that has answered before may only be busy, and has people's work in it; a new one has nothing to lose. */
    private Next silent(ServerRecord record) throws ProviderException {
        String message = "The server did not answer within "
                + Shown.seconds(parts.options().httpTimeout()) + " after the hub came back";
        if (record.phase() == ServerPhase.STARTING) {
            return end(Failure.of(Failure.FAILED, message));
        }
        throw ProviderException.retryable(message, "It lives at " + record.uri().orElseThrow() + ", but is silent");
    }

    private Next gone(ServerRecord record, String reason) {
        boolean starting = record.phase() == ServerPhase.STARTING;
        return end(
                starting
                        ? Failure.of(Failure.FAILED, "The hub ended while the server was starting; start it again")
                        : Failure.of(Failure.DIED, "The server has ended: " + reason));
    }

    private Next end(Failure failure) {
        return Next.then(new EndStep(parts, life, StopMode.NOW, Optional.of(failure), false));
    }
}
