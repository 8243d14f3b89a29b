package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Carries every server through its life: limits, record, token, start, readiness, route, polling, stop, clean-up; and
 * takes up after a restart what an earlier hub has left.
 *
 * <p>Thread-safe. Starting and stopping return at once and go on in the background; {@link #awaitSettled} waits. What
 * matters is in the {@link ServerStore}, so a hub may die at any moment and the next one finds, adopts or removes what
 * exists. Methods that read or write the store may block for a moment and throw {@link ProviderException} if it cannot
 * be reached.
 */
public final class ServerSupervisor implements AutoCloseable {

    private final SupervisorParts parts;
    private final SupervisorCrew crew;
    private final ExecutorService threads;
    private final Map<ServerRef, ServerLife> lives = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private ServerSupervisor(Builder builder) {
        this.threads = Threads.forBlockingWork("hubwright-servers");
        this.parts = builder.parts(threads, timers());
        Admissions admissions = new Admissions(parts);
        this.crew = new SupervisorCrew(
                admissions,
                new Poller(parts),
                new Reaper(parts, this::life),
                new Journal(parts.audit(), parts.clock()));
    }

    /** Starts with the default options; spawners, store, credentials, planner, readiness and routes are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a server, or joins the start that is under way. Where a limit is reached, the start waits for its turn, if
     * {@link SupervisorOptions#spawnQueueLimit} allows it; a hub that ends forgets who waits, and nothing else.
     *
     * @param spawner the name of the spawner instance
     * @param userOptions what the person chose; kept with the server
     * @return what came of the request; once it is accepted, the start goes on in the background
     */
    public Admission start(ServerRef server, String spawner, Opaque userOptions) throws ProviderException {
        if (closed) {
            return Refusals.closed();
        }
        if (!parts.spawners().containsKey(spawner)) {
            return Refusals.unknownSpawner();
        }
        return life(server).start(spawner, userOptions);
    }

    /**
     * Stops a server in the background, cancelling a start that is under way. To stop what does not run is a success;
     * with {@link StopMode#REMOVE} what outlives it is deleted even so. A stop that fails is repeated until it succeeds.
     */
    public void stop(ServerRef server, StopMode mode) throws ProviderException {
        ServerLife life = life(server);
        Optional<ServerRecord> record = parts.find(server);
        boolean nothing = record.isEmpty() || !record.get().isActive() && mode != StopMode.REMOVE;
        if (!closed && !(life.isIdle() && nothing)) {
            life.stop(mode, record.map(ServerRecord::spawner).orElse(""));
        }
    }

    /**
     * Has all spawners delete what belongs to a person and to none of their servers alone. To be called when all their
     * servers were stopped with {@link StopMode#REMOVE}. Waits for it.
     *
     * @throws ProviderException if something may be left; call it again then
     */
    public void removeUser(String user) throws ProviderException, InterruptedException {
        for (GuardedSpawner spawner : parts.spawners().values()) {
            spawner.removeUser(user);
        }
    }

    /** How a server is now. */
    public ServerView view(ServerRef server) throws ProviderException {
        // In this order: a step that ends in between is then shown as still going on, never as half done.
        Optional<Pending> pending = pending(server);
        ServerRecord record = parts.find(server).orElseGet(() -> ServerRecord.stopped(server));
        return view(record, pending);
    }

    /** The same for a record that was just read, for lists. */
    public ServerView view(ServerRecord record) {
        return view(record, pending(record.server()));
    }

    /**
     * Waits until nothing is under way for a server.
     *
     * @return whether it came to that in time
     */
    public boolean awaitSettled(ServerRef server, Duration time) throws InterruptedException {
        ServerLife life = lives.get(server);
        return life == null || life.awaitSettled(time);
    }

    /**
     * Listens to the current start of a server, or to how the last one ended. Everything that was reported so far comes
     * first; the last event is {@link ProgressEvent#isLast}.
     *
     * @param consumer called from other threads, one event after another; it may be slow, and hears no more if it throws
     */
    public Subscription progress(ServerRef server, Consumer<ProgressEvent> consumer) throws ProviderException {
        Optional<ProgressLog> log = Optional.ofNullable(lives.get(server)).flatMap(ServerLife::progress);
        return (log.isPresent() ? log.get() : remembered(server)).subscribe(consumer);
    }

    /** Notes that a server was used, if that is {@linkplain #isNews news}. */
    public void activity(ServerRef server, Instant time) throws ProviderException {
        Optional<ServerRecord> record = parts.find(server);
        if (record.isPresent() && isNews(record.get().lastActivity(), time)) {
            parts.store().update(server, current -> current.withLastActivity(time));
        }
    }

    /** Whether a use is so much later than the last known one that it is worth to be written down. */
    public boolean isNews(Optional<Instant> known, Instant time) {
        return known.map(last -> time.isAfter(last.plus(parts.options().activityResolution())))
                .orElse(true);
    }

    /**
     * Takes up what an earlier hub has left: servers that live get their routes again, dead ones are cleaned up, starts
     * and stops are finished, and what spawners have started without anybody's record is removed. What cannot be found
     * out stays as it is, and is tried again. To be called once, before people are served.
     *
     * @param atMost how long to wait for it; the rest goes on in the background
     */
    public void recover(Duration atMost) throws ProviderException, InterruptedException {
        List<ServerRecord> left = parts.store().active();
        left.forEach(record -> life(record.server()).takeUp(record));
        parts.spawners().keySet().forEach(crew.reaper()::soon);
        Deadline deadline = Deadline.in(atMost);
        for (ServerRecord record : left) {
            life(record.server()).awaitSettled(deadline.remaining());
        }
    }

    /**
     * Adds routes that the proxy has lost, and removes those of servers that are no more. For proxies that may be started
     * anew, or be changed by somebody else, while servers live; to be called every few seconds. Blocks.
     *
     * @throws ProviderException if the proxy or the store cannot be asked; the next call goes on
     */
    public void checkRoutes() throws ProviderException {
        try {
            new RouteCheck(parts).run();
        } catch (RuntimeException e) {
            throw Contained.inProviderException(e);
        }
    }

    /**
     * Ends the supervisor and leaves servers running. Starts that are under way are cancelled and cleaned up; what takes
     * too long is left to the next hub, which finds it by its record.
     */
    @Override
    public void close() {
        closed = true;
        lives.values().forEach(ServerLife::close);
        try {
            Deadline deadline = Deadline.in(parts.options().interruptGrace().multipliedBy(2));
            for (ServerLife life : lives.values()) {
                life.awaitSettled(deadline.remaining());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            parts.timers().shutdownNow();
            threads.shutdownNow();
        }
    }

    /** How many starts wait for their turn at this hub. */
    public int waiting() {
        return crew.admissions().waiting();
    }

    /** Looks at a server now instead of at its time. */
    void pollNow(ServerRef server) throws InterruptedException {
        ServerLife life = life(server);
        Optional<ServerRecord> ready = life.ready();
        if (ready.isPresent()) {
            crew.poller().look(life, ready.get());
        }
    }

    private ServerLife life(ServerRef server) {
        return lives.computeIfAbsent(server, any -> new ServerLife(parts, crew, server));
    }

    private Optional<Pending> pending(ServerRef server) {
        return Optional.ofNullable(lives.get(server)).flatMap(ServerLife::pending);
    }

    private ServerView view(ServerRecord record, Optional<Pending> pending) {
        Optional<ProgressLog> log =
                Optional.ofNullable(lives.get(record.server())).flatMap(ServerLife::progress);
        int percent = log.map(ProgressLog::percent).orElse(record.phase() == ServerPhase.READY ? 100 : 0);
        Optional<String> news = log.flatMap(ProgressLog::lastMessage);
        return new ServerView(
                record, pending.or(() -> elsewhere(record)), parts.prefix(record.server()), percent, news);
    }

    /** What another hub on the same store is doing. */
    private static Optional<Pending> elsewhere(ServerRecord record) {
        return switch (record.phase()) {
            case STARTING -> Optional.of(Pending.SPAWN);
            case STOPPING -> Optional.of(Pending.STOP);
            default -> Optional.empty();
        };
    }

    private ProgressLog remembered(ServerRef server) throws ProviderException {
        ServerRecord record = parts.find(server).orElseGet(() -> ServerRecord.stopped(server));
        ProgressLog log = new ProgressLog(threads);
        if (record.phase() == ServerPhase.READY) {
            log.ready(parts.prefix(server));
        } else if (record.phase() == ServerPhase.STARTING) {
            log.report(0, "The server is being started");
        } else {
            log.failed(record.failure().orElse("The server is not running"));
        }
        return log;
    }

    private static ScheduledExecutorService timers() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hubwright-servers-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ends what was begun by {@link ServerSupervisor#progress}. */
    public interface Subscription extends AutoCloseable {

        /** Stops listening; an event that is being delivered still arrives. */
        @Override
        void close();
    }

    /** Collects the parts of a {@link ServerSupervisor}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Spawner> spawners = new LinkedHashMap<>();
        private ServerStore store;
        private ServerCredentials credentials;
        private SpawnPlanner planner;
        private Readiness readiness;
        private Routes routes;
        private final Map<String, ServerHooks> hooks = new LinkedHashMap<>();
        private ServerQuotas quotas = ServerQuotas.none();
        private AuthStates authStates = server -> Opaque.empty();
        private Audit audit = Audit.none();
        private Clock clock = Clock.systemUTC();
        private SupervisorOptions options = SupervisorOptions.builder().build();

        private Builder() {}

        /** Adds a spawner under the name that records keep; whoever made it closes it, after the supervisor. */
        public Builder spawner(String name, Spawner value) {
            spawners.put(name, requireNonNull(value, "spawner"));
            return this;
        }

        /** Sets where servers are kept; required. */
        public Builder store(ServerStore value) {
            store = value;
            return this;
        }

        /** Sets where tokens come from; required. */
        public Builder credentials(ServerCredentials value) {
            credentials = value;
            return this;
        }

        /** Sets who composes requests; required. */
        public Builder planner(SpawnPlanner value) {
            planner = value;
            return this;
        }

        /** Sets who asks servers whether they answer; required. */
        public Builder readiness(Readiness value) {
            readiness = value;
            return this;
        }

        /** Sets the routing table; required. */
        public Builder routes(Routes value) {
            routes = value;
            return this;
        }

        /**
         * Adds what runs around a server's life: before a start in the order in which they were added, and after a stop
         * the other way round.
         *
         * @param instance the name of the provider's instance, under which records keep what it needs; must not change
         */
        public Builder hooks(String instance, ServerHooks value) {
            hooks.put(requireNonNull(instance, "instance"), requireNonNull(value, "hooks"));
            return this;
        }

        /** Sets where owners are looked up for hooks and requests; only their names are known by default. */
        public Builder authStates(AuthStates value) {
            authStates = requireNonNull(value, "authStates");
            return this;
        }

        /** Sets how many servers people may have; none by default. */
        public Builder quotas(ServerQuotas value) {
            quotas = requireNonNull(value, "quotas");
            return this;
        }

        /** Sets who hears of starts, stops and deaths; nobody by default. */
        public Builder audit(Audit value) {
            audit = requireNonNull(value, "audit");
            return this;
        }

        /** Sets the time of day for records; the system's clock by default. Timeouts do not depend on it. */
        public Builder clock(Clock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /** Sets limits and times. */
        public Builder options(SupervisorOptions value) {
            options = requireNonNull(value, "options");
            return this;
        }

        /** Makes the supervisor; it does nothing until it is asked to. */
        public ServerSupervisor build() {
            return new ServerSupervisor(this);
        }

        private SupervisorParts parts(ExecutorService threads, ScheduledExecutorService timers) {
            Map<String, GuardedSpawner> guarded = new LinkedHashMap<>();
            spawners.forEach((name, spawner) -> guarded.put(name, new GuardedSpawner(name, spawner, options, threads)));
            return new SupervisorParts(
                    Map.copyOf(guarded),
                    requireNonNull(store, "store"),
                    requireNonNull(credentials, "credentials"),
                    requireNonNull(planner, "planner"),
                    requireNonNull(readiness, "readiness"),
                    requireNonNull(routes, "routes"),
                    Collections.unmodifiableMap(new LinkedHashMap<>(hooks)),
                    authStates,
                    quotas,
                    audit,
                    clock,
                    options,
                    threads,
                    timers);
        }
    }
}
