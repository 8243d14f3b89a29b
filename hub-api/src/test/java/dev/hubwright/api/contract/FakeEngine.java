package dev.hubwright.api.contract;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the servers of {@link FakeSpawner} live: it survives the spawner as a Docker engine survives a hub. Its
 * switches make every trouble that a real one can have. Thread-safe.
 */
public final class FakeEngine {

    /** A step of a start that can be made to fail. */
    public enum StartStep {
        /** Before anything exists. */
        BEFORE_CREATION,
        /** Something exists, and no checkpoint was made. */
        AFTER_CREATION,
        /** The checkpoint was made. */
        AFTER_CHECKPOINT
    }

    /** A server. */
    record Machine(ServerRef server, String spawnId, URI uri, boolean running, Optional<String> exit) {

        Machine withUri(URI value) {
            return new Machine(server, spawnId, value, running, exit);
        }

        Machine withRunning() {
            return new Machine(server, spawnId, uri, true, Optional.empty());
        }

        Machine withExit(String reason) {
            return new Machine(server, spawnId, uri, false, Optional.of(reason));
        }
    }

    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final Set<ServerRef> volumes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ports = new AtomicInteger(20_000);
    private final AtomicInteger created = new AtomicInteger();
    private volatile Duration startTakes = Duration.ZERO;
    private volatile Optional<StartStep> failing = Optional.empty();
    private volatile Optional<RuntimeException> crashing = Optional.empty();
    private volatile Optional<String> refusal = Optional.empty();
    private volatile Optional<String> exitAtOnce = Optional.empty();
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile boolean unreachable;
    private volatile boolean vague;
    private volatile boolean silent;
    private volatile boolean keeping;

    /** An engine without servers and without troubles. */
    public FakeEngine() {}

    /** How long a start takes after its checkpoint; it can be interrupted. */
    public void startsTake(Duration time) {
        startTakes = time;
    }

    /** Lets starts fail. */
    public void startsFailAt(StartStep step) {
        failing = Optional.of(step);
    }

    /** Lets starts throw what a spawner never should. */
    public void startsThrow(RuntimeException e) {
        crashing = Optional.of(e);
    }

    /** Lets starts be refused. */
    public void startsAreRefused(String publicMessage) {
        refusal = Optional.of(publicMessage);
    }

    /** Lets servers end right after their start. */
    public void serversExitAtOnce(String reason) {
        exitAtOnce = Optional.of(reason);
    }

    /** Lets starts hang after their checkpoint, deaf to interrupts, until {@link #releaseStarts}. */
    public void startsHang() {
        hanging = new CountDownLatch(1);
    }

    /** Lets hanging starts go on. */
    public void releaseStarts() {
        hanging.countDown();
    }

    /** Whether every call fails. */
    public void setUnreachable(boolean value) {
        unreachable = value;
    }

    /** Whether the engine cannot say what lives. */
    public void setVague(boolean value) {
        vague = value;
    }

    /** Whether servers live but do not answer. */
    public void setSilent(boolean value) {
        silent = value;
    }

    /** Whether stops keep servers for the next start. */
    public void setKeeping(boolean value) {
        keeping = value;
    }

    /** Ends a server from inside. */
    public void kill(ServerRef server, String reason) {
        machines.replaceAll((id, machine) -> machine.server().equals(server) ? machine.withExit(reason) : machine);
    }

    /** Makes a server that runs, as something that nobody expects would. */
    public void createRunning(String id, ServerRef server, String spawnId) {
        create(id, server, spawnId);
        machines.computeIfPresent(id, (key, machine) -> machine.withRunning());
    }

    /** Gives a server another address. */
    public void move(ServerRef server) {
        machines.replaceAll((id, machine) -> machine.server().equals(server) ? machine.withUri(newUri()) : machine);
    }

    /** How many things exist. */
    public int size() {
        return machines.size();
    }

    /** How many things were ever made. */
    public int created() {
        return created.get();
    }

    /** The start ids of all things that belong to a server. */
    public List<String> spawnIds(ServerRef server) {
        return machines.values().stream()
                .filter(machine -> machine.server().equals(server))
                .map(Machine::spawnId)
                .toList();
    }

    /** Whether a server's storage is there. */
    public boolean hasVolume(ServerRef server) {
        return volumes.contains(server);
    }

    /** Whether somebody answers at an address. */
    public boolean answers(URI uri) {
        return !silent
                && machines.values().stream()
                        .anyMatch(machine -> machine.running() && machine.uri().equals(uri));
    }

    void reach() throws ProviderException {
        if (unreachable) {
            throw ProviderException.retryable("The engine is down; try again in a minute", "the fake engine is down");
        }
    }

    void failAt(StartStep step) throws ProviderException {
        if (failing.equals(Optional.of(step))) {
            throw ProviderException.permanent("The server could not be made", "made to fail at " + step);
        }
        if (step == StartStep.AFTER_CREATION && crashing.isPresent()) {
            throw crashing.get();
        }
    }

    Optional<String> refusal() {
        return refusal;
    }

    boolean isVague() {
        return vague;
    }

    boolean isKeeping() {
        return keeping;
    }

    void halt(String id) {
        machines.computeIfPresent(id, (key, machine) -> machine.withExit("it was stopped"));
    }

    void removeKept(ServerRef server) {
        machines.values().removeIf(machine -> machine.server().equals(server) && !machine.running());
    }

    void removeUser(String user) {
        volumes.removeIf(server -> server.user().equals(user));
    }

    void create(String id, ServerRef server, String spawnId) {
        created.incrementAndGet();
        volumes.add(server);
        machines.put(id, new Machine(server, spawnId, newUri(), false, Optional.empty()));
    }

    URI run(String id) throws InterruptedException, ProviderException {
        awaitRelease();
        Thread.sleep(startTakes.toMillis());
        Machine machine = machines.computeIfPresent(
                id, (key, made) -> exitAtOnce.map(made::withExit).orElseGet(made::withRunning));
        if (machine == null) {
            throw ProviderException.permanent("The server was removed", "removed while it was starting");
        }
        return machine.uri();
    }

    private void awaitRelease() {
        boolean interrupted = false;
        while (hanging.getCount() > 0) {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            // Deaf to it: whoever comes late has really forgotten the interrupt.
            Thread.interrupted();
        }
    }

    Optional<Machine> find(String id) {
        return Optional.ofNullable(machines.get(id));
    }

    Map<String, Machine> all() {
        return Map.copyOf(machines);
    }

    void remove(String id) {
        machines.remove(id);
    }

    void removeVolume(ServerRef server) {
        volumes.remove(server);
    }

    private URI newUri() {
        return URI.create("http://127.0.0.1:" + ports.incrementAndGet());
    }
}
