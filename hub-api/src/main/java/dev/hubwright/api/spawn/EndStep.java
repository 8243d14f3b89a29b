package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.util.Map;
import java.util.Optional;

/** Takes down whatever there is of a server, and repeats that until it is done. Every part of it is harmless twice. */
final class EndStep implements Step {

    private final SupervisorParts parts;
    private final ServerLife life;
    private final StopMode mode;
    private final Optional<Failure> failure;
    private final boolean nothingLeft;
    private Optional<String> spawnId = Optional.empty();
    private Optional<StopResult> left = Optional.empty();
    private boolean hooksRan;

    /**
     * Ends a server.
     *
     * @param failure why, if nobody asked for it
     * @param nothingLeft whether the spawner has promised that nothing is there, so that its word is enough
     */
    EndStep(SupervisorParts parts, ServerLife life, StopMode mode, Optional<Failure> failure, boolean nothingLeft) {
        this.parts = parts;
        this.life = life;
        this.mode = mode;
        this.failure = failure;
        this.nothingLeft = nothingLeft;
    }

    @Override
    public Optional<Pending> pending() {
        return Optional.of(Pending.STOP);
    }

    @Override
    public boolean satisfies(StopMode wanted) {
        return mode.compareTo(wanted) >= 0;
    }

    @Override
    public Next run() throws InterruptedException {
        try {
            Optional<ServerRecord> record = parts.find(life.server()).filter(this::isTheSame);
            if (record.isPresent()) {
                end(record.get());
            }
            return Next.done();
        } catch (ProviderException e) {
            return again(e);
        } catch (RuntimeException e) {
            return again(Contained.inProviderException(e));
        }
    }

    /** Another hub on the same store may have begun a new start between two attempts. */
    private boolean isTheSame(ServerRecord record) {
        spawnId = spawnId.or(() -> Optional.of(record.spawnId()));
        return spawnId.get().equals(record.spawnId());
    }

    private Next again(ProviderException cause) {
        failure.ifPresent(known -> life.ended(known.publicMessage()));
        life.journal().trouble(life.server(), "is not stopped yet", cause);
        return Next.again();
    }

    private void end(ServerRecord found) throws ProviderException, InterruptedException {
        if (!found.isActive()) {
            removeWhatOutlivesIt(found);
            return;
        }
        OwnRecord own = new OwnRecord(parts.store(), found.server(), found.spawnId());
        ServerRecord record = own.update(current -> current.withPhase(ServerPhase.STOPPING)
                .withFailure(failure.map(Failure::publicMessage).or(current::failure)));
        Optional<ProviderException> routeTrouble = removeRoute(record);
        Opaque kept = stop(record);
        if (kept.isEmpty()) {
            revoke(record);
        }
        afterStop(record, own);
        if (routeTrouble.isPresent()) {
            throw routeTrouble.get();
        }
        ServerRecord ended = own.update(current -> current.withPhase(ServerPhase.STOPPED)
                .withState(kept)
                .withUri(Optional.empty())
                .withHookStates(Map.of())
                .withTokenId(kept.isEmpty() ? Optional.empty() : current.tokenId()));
        tell(ended);
    }

    private void removeWhatOutlivesIt(ServerRecord record) throws ProviderException, InterruptedException {
        if (mode == StopMode.REMOVE && !record.spawner().isEmpty()) {
            parts.spawner(record.spawner()).stop(record.server(), record.state(), mode);
            revoke(record);
            forgetWhatWasKept(record);
        }
    }

    private void forgetWhatWasKept(ServerRecord record) throws ProviderException {
        if (!record.state().isEmpty() || record.tokenId().isPresent()) {
            parts.store()
                    .update(
                            record.server(),
                            current -> current.isActive()
                                    ? current
                                    : current.withState(Opaque.empty()).withTokenId(Optional.empty()));
        }
    }

    private void revoke(ServerRecord record) throws ProviderException {
        if (record.tokenId().isPresent()) {
            parts.credentials().revoke(record.server(), record.tokenId().get());
        }
    }

    /** A proxy out of reach sends nobody there, so the server itself need not wait for it. */
    private Optional<ProviderException> removeRoute(ServerRecord record) {
        try {
            parts.routes().remove(parts.route(record.server()));
            return Optional.empty();
        } catch (ProviderException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            return Optional.of(Contained.inProviderException(e));
        }
    }

    /** The state of what is kept; empty if nothing is. */
    private Opaque stop(ServerRecord record) throws ProviderException, InterruptedException {
        if (left.isEmpty()) {
            try {
                left = Optional.of(parts.spawner(record.spawner()).stop(record.server(), record.state(), mode));
            } catch (ProviderException e) {
                if (!nothingLeft) {
                    throw e;
                }
                life.leftSomething(record.spawner());
                left = Optional.of(record.state().isEmpty() ? StopResult.gone() : StopResult.kept(record.state()));
            }
        }
        return mode != StopMode.REMOVE && left.get() instanceof StopResult.Kept kept ? kept.state() : Opaque.empty();
    }

    private void afterStop(ServerRecord record, OwnRecord own) throws ProviderException, InterruptedException {
        if (!hooksRan) {
            new HookRuns(parts, own).afterStop(record, life.journal());
            hooksRan = true;
        }
    }

    private void tell(ServerRecord ended) {
        life.ended(ended.failure().orElse("The server was stopped"));
        if (failure.isPresent()) {
            life.journal().ended(ended, failure.get());
        } else {
            life.journal().event("server-stopped", ended);
        }
    }
}
