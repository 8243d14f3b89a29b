package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What one hub does about one server: one {@link Step} after another, never two at a time. Its lock is held for moments
 * only, never while anybody else is called.
 */
final class ServerLife {

    private final SupervisorParts parts;
    private final SupervisorCrew crew;
    private final ServerRef server;

    private Optional<Pending> pending = Optional.empty();
    private Optional<StopMode> stopWanted = Optional.empty();
    private Optional<ServerRecord> ready = Optional.empty();
    private Optional<ProgressLog> progress = Optional.empty();
    private Future<?> lingering = CompletableFuture.completedFuture(null);
    private Step current;
    private Thread worker;
    private Future<?> retry;
    private Backoff backoff;
    private boolean closing;

    ServerLife(SupervisorParts parts, SupervisorCrew crew, ServerRef server) {
        this.parts = parts;
        this.crew = crew;
        this.server = server;
    }

    ServerRef server() {
        return server;
    }

    Journal journal() {
        return crew.journal();
    }

    /** Begins a start, if nothing speaks against it. */
    Admission start(String spawner, Opaque userOptions) throws ProviderException {
        WaitingStart start = new WaitingStart(this, spawner, userOptions, new ProgressLog(parts.threads()));
        Optional<Admission> early = reserve(start);
        if (early.isPresent()) {
            return early.get();
        }
        Optional<Admission> answer;
        try {
            answer = crew.admissions().enter(start);
        } catch (ProviderException | RuntimeException e) {
            leaveReservation(Optional.empty(), spawner);
            throw e;
        }
        if (answer.isEmpty()) {
            return begin(start);
        }
        if (answer.get() instanceof Admission.Waiting) {
            await(start);
        } else {
            leaveReservation(Optional.empty(), spawner);
        }
        return answer.get();
    }

    /** What was chosen is kept at once, so that the server is known while it waits, and after a restart. */
    private void await(WaitingStart start) throws ProviderException {
        boolean cancelled;
        synchronized (this) {
            if (current == start) {
                progress = Optional.of(start.log());
            }
            cancelled = stopWanted.isPresent() || closing;
        }
        if (cancelled) {
            giveUp(start);
            return;
        }
        try {
            new WriteAhead.Wish(parts, start).keep();
        } catch (ProviderException e) {
            giveUp(start);
            throw e;
        }
    }

    private synchronized void giveUp(WaitingStart start) {
        if (crew.admissions().giveUp(start)) {
            start.log().failed("The start was cancelled");
            if (stopWanted.isPresent() && !closing) {
                launch(wantedEnd(), start.spawner());
            } else {
                finish();
            }
        }
    }

    /** For those who wait: there is a place now. */
    void admitted(WaitingStart start) {
        try {
            if (!(begin(start) instanceof Admission.Accepted)) {
                start.log().failed("The server was started elsewhere meanwhile; look again");
            }
        } catch (ProviderException e) {
            journal().leftAlone(server, "could not be started when there was a place for it", e);
            start.log().failed(e.publicMessage());
        }
    }

    private Admission begin(WaitingStart start) throws ProviderException {
        Optional<Step> step = Optional.empty();
        try {
            WriteAhead writeAhead = new WriteAhead(parts, server, start.spawner(), start.userOptions());
            Admission admission = writeAhead.admission();
            if (admission instanceof Admission.Accepted) {
                step = Optional.of(new StartStep(parts, this, writeAhead.record(), start.log()));
                setProgress(start.log());
            }
            return admission;
        } finally {
            if (step.isEmpty()) {
                crew.admissions().leave(server);
            }
            leaveReservation(step, start.spawner());
        }
    }

    private synchronized Optional<Admission> reserve(WaitingStart start) {
        if (closing) {
            return Optional.of(Refusals.closed());
        }
        if (pending.equals(Optional.of(Pending.SPAWN))) {
            return Optional.of(new Admission.AlreadyStarting());
        }
        if (current != null || !lingering.isDone()) {
            return Optional.of(Refusals.busy(pending));
        }
        if (ready.isPresent()) {
            return Optional.of(new Admission.AlreadyRunning());
        }
        current = start;
        pending = current.pending();
        return Optional.empty();
    }

    private synchronized void leaveReservation(Optional<Step> step, String spawner) {
        current = null;
        if (step.isPresent()) {
            launch(step.get(), spawner);
        } else {
            finish();
        }
    }

    /** Ends the server, and a start that is under way; does not wait. */
    synchronized void stop(StopMode mode, String spawner) {
        stopWanted = Optional.of(
                stopWanted.filter(wanted -> wanted.compareTo(mode) > 0).orElse(mode));
        if (current == null) {
            launch(wantedEnd(), spawner);
            return;
        }
        pending = Optional.of(Pending.STOP);
        if (current instanceof WaitingStart waiting) {
            giveUp(waiting);
        } else if (retry != null && retry.cancel(false)) {
            launch(wantedEnd(), spawner);
        } else if (worker != null && !current.satisfies(mode)) {
            worker.interrupt();
        }
    }

    /** Takes up what an earlier hub has left. */
    synchronized void takeUp(ServerRecord record) {
        if (current == null && ready.isEmpty()) {
            launch(new CheckStep(parts, this), record.spawner());
        }
    }

    /** Ends a server that was found dead, unless it is another one by now. */
    synchronized void died(ServerRecord found, Failure failure) {
        if (current == null && isReady(found)) {
            launch(new EndStep(parts, this, StopMode.NOW, Optional.of(failure), false), found.spawner());
        }
    }

    /** Follows a server to another address, unless it is another one by now. */
    synchronized void follow(ServerRecord found, URI uri) {
        if (current == null && !closing && isReady(found)) {
            launch(new MoveStep(parts, this, found, uri), found.spawner());
        }
    }

    /** For steps: it has another address from now on. */
    synchronized void moved(ServerRecord record) {
        ready = Optional.of(record);
    }

    /**
     * Removes something that nobody knows of.
     *
     * @return whether it began; otherwise something else is under way
     */
    synchronized boolean reap(String spawner, Found found) {
        if (current != null || closing) {
            return false;
        }
        launch(new ReapStep(parts, this, spawner, found), spawner);
        return true;
    }

    /** For steps: people can use it from now on. */
    void nowReady(ServerRecord record) {
        synchronized (this) {
            ready = Optional.of(record);
        }
        crew.poller().watch(this, record);
    }

    /** For steps: there is nothing any more. */
    void ended(String message) {
        ProgressLog log;
        synchronized (this) {
            // Who comes late to a start that went well long ago must not be sent to a server that is gone.
            if (progress.isEmpty() || progress.get().isOver()) {
                progress = Optional.of(new ProgressLog(parts.threads()));
            }
            log = progress.get();
        }
        log.failed(message);
    }

    /** For steps: a call of the last start has not come back yet. */
    synchronized void lingers(Future<?> call) {
        lingering = call;
    }

    /** For steps: something may be there that no record speaks of. */
    void leftSomething(String spawner) {
        crew.reaper().soon(spawner);
    }

    synchronized boolean isReady(ServerRecord record) {
        return ready.filter(known -> known.spawnId().equals(record.spawnId())).isPresent();
    }

    synchronized Optional<ServerRecord> ready() {
        return ready;
    }

    synchronized Optional<Pending> pending() {
        return pending;
    }

    synchronized Optional<ProgressLog> progress() {
        return progress;
    }

    private synchronized void setProgress(ProgressLog log) {
        progress = Optional.of(log);
    }

    synchronized boolean isIdle() {
        return current == null && ready.isEmpty();
    }

    synchronized boolean awaitSettled(Duration time) throws InterruptedException {
        Deadline deadline = Deadline.in(time);
        while (pending.isPresent() && !deadline.isOver()) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline.remaining().toNanos() + 1_000_000);
        }
        return pending.isEmpty();
    }

    /** Begins nothing more, and interrupts what is not a stop. */
    synchronized void close() {
        closing = true;
        if (current instanceof WaitingStart waiting) {
            giveUp(waiting);
        } else if (retry != null && retry.cancel(false)) {
            finish();
        } else if (worker != null && !(current instanceof EndStep)) {
            worker.interrupt();
        }
    }

    private EndStep wantedEnd() {
        return new EndStep(parts, this, stopWanted.orElseThrow(), Optional.empty(), false);
    }

    private void launch(Step step, String spawner) {
        become(step);
        retry = null;
        GuardedSpawner guarded = parts.spawner(spawner);
        Executor lane = step instanceof CheckStep ? guarded.looks() : guarded.work();
        try {
            lane.execute(() -> work(step, lane));
        } catch (RejectedExecutionException e) {
            finish();
        }
    }

    private void become(Step step) {
        current = step;
        pending = stopWanted.isPresent() ? Optional.of(Pending.STOP) : step.pending();
        if (step instanceof EndStep) {
            ready = Optional.empty();
        }
    }

    private void work(Step first, Executor lane) {
        Optional<Step> step = Optional.of(first);
        while (step.isPresent()) {
            Next next = perform(step.get());
            step = settle(step.get(), next, lane);
        }
    }

    private Next perform(Step step) {
        if (!enter(step)) {
            return Next.done();
        }
        try {
            return step.run();
        } catch (InterruptedException e) {
            return step.interrupted();
        } catch (RuntimeException | Error e) {
            journal().leftAlone(server, "was left in the middle by a fault of the hub; trying again later", e);
            return Next.again();
        } finally {
            leave();
        }
    }

    private synchronized boolean enter(Step step) {
        boolean overtaken = stopWanted.filter(mode -> !step.satisfies(mode)).isPresent();
        if (overtaken || closing && !(step instanceof EndStep)) {
            return false;
        }
        worker = Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        worker = null;
        Thread.interrupted();
    }

    private synchronized Optional<Step> settle(Step step, Next next, Executor lane) {
        if (step instanceof StartStep) {
            crew.admissions().leave(server);
        }
        if (stopWanted.filter(mode -> !step.satisfies(mode)).isPresent()) {
            return goOn(wantedEnd());
        }
        if (next instanceof Next.Then then) {
            return goOn(then.step());
        }
        if (next instanceof Next.Again && !closing) {
            repeat(step, lane);
        } else {
            finish();
        }
        return Optional.empty();
    }

    private Optional<Step> goOn(Step step) {
        become(step);
        return Optional.of(step);
    }

    private void repeat(Step step, Executor lane) {
        if (backoff == null) {
            backoff = new Backoff(parts.options().retryDelay());
        }
        try {
            retry = parts.timers()
                    .schedule(
                            () -> lane.execute(() -> work(step, lane)),
                            backoff.next().toNanos(),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            finish();
        }
    }

    private void finish() {
        current = null;
        retry = null;
        backoff = null;
        pending = Optional.empty();
        stopWanted = Optional.empty();
        notifyAll();
        crew.admissions().placesMayBeFree();
    }
}
