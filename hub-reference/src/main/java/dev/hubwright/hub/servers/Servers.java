package dev.hubwright.hub.servers;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.spawn.Admission;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.Pending;
import dev.hubwright.api.spawn.ProgressEvent;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerStore;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.api.spawn.ServerView;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.settings.ServerNames;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Servers as pages and the API see them: the supervisor, with a hub's answers and waiting times. Thread-safe. */
public final class Servers {

    private final ServerSupervisor supervisor;
    private final ServerStore store;
    private final String spawner;
    private final Offers offers;
    private final ServerLogs logs;
    private final ServerPolicy policy;
    private final Optional<LoginPipeline> refreshFirst;
    private final Notices notices;

    /**
     * Takes what it works with.
     *
     * @param spawner the name of the spawner instance that starts servers
     * @param offers what people may choose before a start
     * @param logs what servers wrote
     * @param refreshFirst asked before each start whether its owner may still come in
     */
    public Servers(
            ServerSupervisor supervisor,
            ServerStore store,
            String spawner,
            Offers offers,
            ServerLogs logs,
            ServerPolicy policy,
            Optional<LoginPipeline> refreshFirst,
            Notices notices) {
        this.notices = notices;
        this.supervisor = supervisor;
        this.store = store;
        this.spawner = spawner;
        this.offers = offers;
        this.logs = logs;
        this.policy = policy;
        this.refreshFirst = refreshFirst;
    }

    /** The server of this owner that the path of a request names; the default one if it names none. */
    public static ServerRef ref(String user, Request request) {
        return ref(user, request.hasPath("server") ? request.path("server") : "");
    }

    /**
     * The server of this owner and name.
     *
     * @throws HttpError 404 for names that no server can have
     */
    public static ServerRef ref(String user, String name) {
        try {
            return new ServerRef(user, name);
        } catch (IllegalArgumentException e) {
            throw new HttpError(404, "There is no such server");
        }
    }

    /** The server of somebody where none is named. */
    ServerRef usual(String user) {
        return ref(user, policy.namedServers() ? policy.defaultServerName() : "");
    }

    /** What the operator has decided. */
    ServerPolicy policy() {
        return policy;
    }

    /** The end of what a server wrote, where that is known. */
    Optional<String> logExcerpt(ServerView view) throws InterruptedException {
        return logs.excerpt(view.record());
    }

    /** Whether the hub keeps anything about it. */
    boolean isKnown(ServerRef server) throws ProviderException {
        return store.find(server).isPresent();
    }

    /** Notes that it was used, if that {@linkplain #isNews is news}. */
    public void activity(ServerRef server, Instant time) throws ProviderException {
        supervisor.activity(server, time);
    }

    /** Whether a use is so much later than the last known one that it is worth to be written down. */
    public boolean isNews(Optional<Instant> known, Instant time) {
        return supervisor.isNews(known, time);
    }

    /** How it is. */
    public ServerView view(ServerRef server) throws ProviderException {
        return supervisor.view(server);
    }

    /** What its owner may choose before a start. */
    ChoiceForm form(ServerRef server) throws ProviderException {
        return offers.offer(server, spawner).form();
    }

    /** What was chosen for the last start, as far as it is still offered. */
    public Opaque lastOptions(ServerRef server) throws ProviderException {
        Opaque last = store.find(server).map(ServerRecord::userOptions).orElse(Opaque.empty());
        return offers.offer(server, spawner).stillRight(last);
    }

    /**
     * Begins a start, or joins one that is under way.
     *
     * @param byAdministrator whether an administrator does it, who may also during maintenance
     * @throws HttpError 400 if the person may not have a server of this name, with these options or beside the others; 403 if they have to log in again; 429 if there are too many; 503 if it
     *     cannot begin now
     */
    public void start(ServerRef server, Opaque userOptions, boolean byAdministrator) throws ProviderException {
        Optional<HttpError> later = notices.refusal(byAdministrator);
        if (later.isPresent()) {
            throw later.get();
        }
        if (!server.name().isEmpty()) {
            admitNamed(server);
        }
        refuseWhoMayNotComeIn(server.user());
        refuseWhatIsNotOffered(server, userOptions);
        if (supervisor.start(server, spawner, userOptions) instanceof Admission.Refused refused) {
            int status =
                    switch (refused.reason()) {
                        case TOO_MANY_STARTING, TOO_MANY_ACTIVE -> 429;
                        case BEYOND_QUOTA -> 400;
                        case BUSY, UNKNOWN_SPAWNER, CLOSED -> 503;
                    };
            throw new HttpError(status, refused.publicMessage(), refused.retryAfter());
        }
    }

    private void refuseWhatIsNotOffered(ServerRef server, Opaque userOptions) throws ProviderException {
        if (offers.offer(server, spawner).apply(userOptions) instanceof ChoiceResult.Refused refused) {
            throw new HttpError(400, refused.result().publicMessage());
        }
    }

    /**
     * Makes a named server known, which is started later.
     *
     * @param displayName what it is called for people; empty for its name
     * @param userOptions what is chosen for its start; empty for nothing yet
     * @throws HttpError 400 if the person may not have one of this name or with these options, 409 if it is there
     */
    public ServerRecord create(ServerRef server, Optional<String> displayName, Optional<Opaque> userOptions)
            throws ProviderException {
        if (server.name().isEmpty() || isKnown(server)) {
            throw new HttpError(409, "The server " + server + " is there already");
        }
        admitNamed(server);
        return choose(server, displayName, userOptions);
    }

    /**
     * Chooses for the next start of a server that is stopped, and does not wait for its turn to be started.
     *
     * @param displayName what it is called for people; empty to leave it as it is, and an empty text for its name
     * @param userOptions empty to leave them as they are
     * @throws HttpError 400 if they are not offered, it cannot be called so, or the server is not stopped
     */
    public ServerRecord choose(ServerRef server, Optional<String> displayName, Optional<Opaque> userOptions)
            throws ProviderException {
        Optional<String> shown = displayName.map(name -> shown(server, name));
        if (userOptions.isPresent()) {
            refuseWhatIsNotOffered(server, userOptions.get());
        }
        return store.update(server, record -> {
            if (view(record).active()) {
                throw new HttpError(400, "The server " + server + " is not stopped; stop it first");
            }
            ServerRecord named = shown.map(record::withDisplayName).orElse(record);
            return userOptions.map(named::withUserOptions).orElse(named);
        });
    }

    /** Calls it something else for people, whether it is stopped or not. */
    public void call(ServerRef server, String shown) throws ProviderException {
        store.update(server, record -> record.withDisplayName(shown));
    }

    /**
     * What is kept of a name for people: nothing, if it is the server's own.
     *
     * @throws HttpError 400 if it cannot be called so
     */
    public static String shown(ServerRef server, String displayName) {
        String shown = Normalizer.normalize(displayName, Normalizer.Form.NFC);
        if (shown.isEmpty() || shown.equals(server.name())) {
            return "";
        }
        if (!ServerNames.isGoodDisplay(shown)) {
            throw new HttpError(400, "display_name must be " + ServerNames.DISPLAY_RULE);
        }
        return shown;
    }

    private void refuseWhoMayNotComeIn(String user) {
        if (refreshFirst.isPresent() && refreshFirst.get().refreshNow(user) instanceof LoginOutcome.Refused refused) {
            throw new HttpError(403, refused.publicMessage());
        }
    }

    /**
     * Checks whether there may be a server of this name.
     *
     * @throws HttpError 400 if not
     */
    void admitNamed(ServerRef server) throws ProviderException {
        if (!policy.namedServers()) {
            throw new HttpError(400, "Named servers are not switched on at this hub");
        }
        if (!ServerNames.isGood(server.name())) {
            throw new HttpError(400, "A server's name is " + ServerNames.RULE);
        }
        long others = all(server.user()).stream()
                .map(ServerRecord::server)
                .filter(other -> !other.name().isEmpty() && !other.equals(server))
                .count();
        if (policy.namedServerLimit() > 0 && others >= policy.namedServerLimit()) {
            throw new HttpError(400, "You have " + others + " named servers, and may have no more; delete one first");
        }
    }

    /** Everything that is kept about the servers of a person. */
    public List<ServerRecord> all(String user) throws ProviderException {
        return store.ofUser(user);
    }

    /** How one is of which the record is known. */
    public ServerView view(ServerRecord record) {
        return supervisor.view(record);
    }

    /** Whether a server that is stopped waits for its turn to be started. */
    public boolean waits(ServerRecord record) {
        return !record.isActive() && view(record).pending().equals(Optional.of(Pending.SPAWN));
    }

    /** Begins a stop of everything that a person has. */
    public void stopAll(String user) throws ProviderException {
        for (ServerRecord record : all(user)) {
            if (view(record).active()) {
                supervisor.stop(record.server(), StopMode.GRACEFUL);
            }
        }
    }

    /** Begins a stop; also of a start that is under way. */
    public void stop(ServerRef server, StopMode mode) throws ProviderException {
        supervisor.stop(server, mode);
    }

    /**
     * Stops a named server and forgets it, with all that would outlive a stop.
     *
     * @return whether that is done; else it goes on, and the request has waited long enough
     * @throws HttpError 400 for the default server, 404 if there is none
     */
    public boolean delete(ServerRef server) throws ProviderException, InterruptedException {
        if (server.name().isEmpty()) {
            throw new HttpError(400, "The default server can be stopped, but not removed");
        }
        if (!isKnown(server)) {
            throw new HttpError(404, "There is no server " + server);
        }
        stop(server, StopMode.REMOVE);
        boolean gone = awaitStopped(server);
        if (gone) {
            store.remove(server);
        }
        return gone;
    }

    /**
     * Stops everything that a person has, and has all spawners delete what would outlive that.
     *
     * @return whether that is done; else it goes on, and the request has waited long enough
     */
    public boolean deleteAll(String user) throws ProviderException, InterruptedException {
        List<ServerRecord> records = all(user);
        for (ServerRecord record : records) {
            stop(record.server(), StopMode.REMOVE);
        }
        for (ServerRecord record : records) {
            if (!awaitStopped(record.server())) {
                return false;
            }
        }
        supervisor.removeUser(user);
        return true;
    }

    /** Waits until the start has ended, for as long as a request may wait. */
    public boolean awaitStarted(ServerRef server) throws InterruptedException {
        return supervisor.awaitSettled(server, policy.slowStart());
    }

    /** Waits until the server has stopped, for as long as a request may wait. */
    public boolean awaitStopped(ServerRef server) throws InterruptedException {
        return supervisor.awaitSettled(server, policy.slowStop());
    }

    /** Waits a little, so that a quick start needs no progress page. */
    boolean awaitBriefly(ServerRef server) throws InterruptedException {
        return supervisor.awaitSettled(server, Duration.ofSeconds(1));
    }

    /** Follows a start: what has been reported so far, and what will be. */
    public AutoCloseable progress(ServerRef server, Consumer<ProgressEvent> consumer) throws ProviderException {
        return supervisor.progress(server, consumer);
    }
}
