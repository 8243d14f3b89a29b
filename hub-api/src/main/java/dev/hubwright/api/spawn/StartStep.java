package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Brings up a server whose record says STARTING already. */
final class StartStep implements Step {

    // A spawner that keeps to its deadline can say why it was late; the hub, which cannot, waits a little longer.
    private static final Duration HEAD_START = Duration.ofSeconds(2);

    private final SupervisorParts parts;
    private final ServerLife life;
    private final ServerRecord begun;
    private final ProgressLog log;
    private final OwnRecord record;
    private boolean nothingLeft;

    StartStep(SupervisorParts parts, ServerLife life, ServerRecord begun, ProgressLog log) {
        this.parts = parts;
        this.life = life;
        this.begun = begun;
        this.log = log;
        this.record = new OwnRecord(parts.store(), begun.server(), begun.spawnId());
    }

    @Override
    public Optional<Pending> pending() {
        return Optional.of(Pending.SPAWN);
    }

    @Override
    public Next run() throws InterruptedException {
        try {
            ServerRecord ready = bringUp();
            life.nowReady(ready);
            log.ready(parts.prefix(begun.server()));
            life.journal().event("server-started", ready);
            return Next.done();
        } catch (StartFailed e) {
            return failed(e.failure());
        } catch (ProviderException e) {
            return failed(Failure.of(e));
        } catch (RuntimeException | LinkageError e) {
            return failed(Failure.of(Contained.inProviderException(e)));
        }
    }

    @Override
    public Next interrupted() {
        return failed(Failure.of(Failure.FAILED, "The hub ended while the server was starting; try again"));
    }

    private Next failed(Failure failure) {
        return Next.then(new EndStep(parts, life, StopMode.NOW, Optional.of(failure), nothingLeft));
    }

    private ServerRecord bringUp() throws ProviderException, InterruptedException, StartFailed {
        log.report(0, "Server requested");
        nothingLeft = true;
        SpawnRequest request = prepare();
        nothingLeft = false;
        StartResult.Running running = launch(request);
        ServerRecord started =
                record.update(current -> current.withState(running.state()).withUri(Optional.of(running.uri())));
        awaitAnswer(
                started,
                timeout(request, SpawnerSettings.HTTP_TIMEOUT, parts.options().httpTimeout()));
        parts.putRoute(started);
        return record.update(current -> current.withPhase(ServerPhase.READY));
    }

    private SpawnRequest prepare() throws ProviderException, InterruptedException, StartFailed {
        ServerRef server = begun.server();
        ServerCredentials.Issued issued = credentials(server);
        Map<String, String> variables = new HookRuns(parts, record).beforeStart(begun);
        Identity owner = parts.authStates().identity(server);
        SpawnRequest.Builder plan = plan(owner, issued);
        plan.server(server)
                .spawnId(begun.spawnId())
                .userOptions(begun.userOptions())
                .previousState(begun.state())
                .identity(owner);
        SpawnRequest draft = plan.deadline(begun.started().orElseThrow()).build();
        ServerEnvironment environment = draft.environment();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            environment = environment.with(variable.getKey(), variable.getValue());
        }
        return plan.environment(environment)
                .deadline(parts.clock().instant().plus(startTimeout(draft)))
                .build();
    }

    private SpawnRequest.Builder plan(Identity owner, ServerCredentials.Issued issued)
            throws ProviderException, StartFailed {
        SpawnPlan plan =
                parts.planner().plan(begun.server(), owner, begun.spawner(), begun.userOptions(), issued.token());
        if (plan instanceof SpawnPlan.Ready ready) {
            return ready.request();
        }
        throw new StartFailed(refusal(((SpawnPlan.Refused) plan).result()));
    }

    private ServerCredentials.Issued credentials(ServerRef server) throws ProviderException {
        if (begun.tokenId().isPresent()) {
            String earlier = begun.tokenId().get();
            Optional<ServerCredentials.Issued> again = parts.credentials().reissue(server, begun.spawnId(), earlier);
            if (again.isPresent()) {
                return again.get();
            }
            parts.credentials().revoke(server, earlier);
        }
        ServerCredentials.Issued issued = parts.credentials().issue(server, begun.spawnId());
        try {
            record.update(current -> current.withTokenId(Optional.of(issued.tokenId())));
        } catch (ProviderException e) {
            // The record does not know of the token, so nobody else would ever end it.
            parts.credentials().revoke(server, issued.tokenId());
            throw e;
        }
        return issued;
    }

    private StartResult.Running launch(SpawnRequest request)
            throws ProviderException, InterruptedException, StartFailed {
        Duration timeout = startTimeout(request);
        Duration headStart = shorter(HEAD_START, timeout.dividedBy(10));
        Deadline deadline = Deadline.in(timeout.plus(headStart), parts.options().startHardLimit());
        StartProgress progress = new StartProgress(log, record, deadline, parts.clock(), headStart);
        Call<StartResult> call = parts.spawner(begun.spawner()).start(request, progress);
        boolean concluded = false;
        try {
            StartResult result = await(call, deadline, timeout);
            concluded = true;
            if (result instanceof StartResult.Running running) {
                return running;
            }
            nothingLeft = !progress.hasKept();
            throw new StartFailed(refusal(result));
        } catch (ProviderException e) {
            nothingLeft = !progress.hasKept();
            throw e;
        } finally {
            progress.end();
            if (!concluded) {
                giveUp(call);
            }
        }
    }

    private StartResult await(Call<StartResult> call, Deadline deadline, Duration timeout)
            throws ProviderException, InterruptedException, StartFailed {
        while (!deadline.isOver()) {
            try {
                return call.await(deadline.remaining());
            } catch (TimeoutException e) {
                // Another phase may have moved the deadline meanwhile.
                continue;
            }
        }
        throw new StartFailed(Failure.of(
                Failure.FAILED,
                "The server did not start within " + Shown.seconds(timeout)
                        + log.lastMessage()
                                .map(text -> "; the last news was: " + text)
                                .orElse("")));
    }

    /** What an interrupted spawner brings up all the same is taken down again, however late. */
    private void giveUp(Call<StartResult> call) {
        call.interrupt();
        if (!call.awaitEnd(parts.options().interruptGrace())) {
            life.lingers(call.result().handleAsync((result, error) -> undo(result), parts.threads()));
            return;
        }
        call.result().whenComplete((result, error) -> {
            if (result instanceof StartResult.Running running) {
                keepForStop(running);
            }
        });
    }

    private void keepForStop(StartResult.Running running) {
        try {
            record.update(current -> current.withState(running.state()));
        } catch (ProviderException e) {
            life.journal().leftAlone(begun.server(), "came up too late, and its state could not be kept", e);
        }
    }

    private Void undo(StartResult late) {
        if (late instanceof StartResult.Running running) {
            try {
                parts.spawner(begun.spawner()).stop(begun.server(), running.state(), StopMode.NOW);
            } catch (ProviderException e) {
                life.journal().leftAlone(begun.server(), "came up too late and could not be stopped", e);
                life.leftSomething(begun.spawner());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }

    private void awaitAnswer(ServerRecord started, Duration timeout) throws InterruptedException, StartFailed {
        log.report(0, "Waiting for the server to answer");
        ReadinessCheck.Result result = new ReadinessCheck(parts, started).within(timeout);
        if (!result.answered()) {
            throw new StartFailed(Failure.of(
                    Failure.FAILED,
                    result.exited()
                            .map(exited -> "The server ended right after its start: " + exited.reason())
                            .orElse("The server did not answer within " + Shown.seconds(timeout)
                                    + " after its start")));
        }
    }

    private Duration startTimeout(SpawnRequest request) {
        return timeout(request, SpawnerSettings.START_TIMEOUT, parts.options().startTimeout());
    }

    private static Duration timeout(SpawnRequest request, Setting<Duration> setting, Duration otherwise) {
        Settings settings = request.settings();
        return settings.isSet(setting) ? settings.get(setting) : otherwise;
    }

    private static Failure refusal(StartResult result) {
        if (result instanceof StartResult.Refused refused) {
            return new Failure(Failure.REFUSED, refused.publicMessage(), refused.reason(), Optional.empty());
        }
        return Failure.of(Contained.inProviderException(new NullPointerException("a start without a result")));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
