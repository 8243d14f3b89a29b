package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a hub keeps about a server. Another hub process can take over from it. Immutable; {@code with} methods give
 * changed copies.
 *
 * @param server whose it is
 * @param displayName what its owner calls it where people read it; empty for its name. Nothing is looked up by it
 * @param phase where it is in its life
 * @param spawner the name of the spawner instance that started it last
 * @param spawnId the id of its last start; empty if there was none
 * @param state what the spawner wants kept; of a stopped server, what its stop has kept
 * @param uri where the proxy reaches it
 * @param tokenId the id of its API token, so that a later stop can revoke it
 * @param userOptions what the person chose last
 * @param started when its last start began
 * @param lastActivity when it was last used
 * @param failure why its last start failed or it died, for the person; empty if it did not
 * @param hookStates what {@link ServerHooks} want kept until it is gone, by the name of their instance
 */
public record ServerRecord(
        ServerRef server,
        String displayName,
        ServerPhase phase,
        String spawner,
        String spawnId,
        Opaque state,
        Optional<URI> uri,
        Optional<String> tokenId,
        Opaque userOptions,
        Optional<Instant> started,
        Optional<Instant> lastActivity,
        Optional<String> failure,
        Map<String, Opaque> hookStates) {

    /** Copies the map. */
    public ServerRecord {
        hookStates = Map.copyOf(hookStates);
    }

    /** A server that was never started. */
    public static ServerRecord stopped(ServerRef server) {
        return new ServerRecord(
                server,
                "",
                ServerPhase.STOPPED,
                "",
                "",
                Opaque.empty(),
                Optional.empty(),
                Optional.empty(),
                Opaque.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** What people read: the name that its owner gave it, or else its own, which is empty for the default server. */
    public String shownName() {
        return displayName.isEmpty() ? server.name() : displayName;
    }

    /** Whether something may exist outside. */
    public boolean isActive() {
        return phase != ServerPhase.STOPPED;
    }

    /** With another name for people; empty for its own. */
    public ServerRecord withDisplayName(String value) {
        return with(parts -> parts.displayName = value);
    }

    /** With another phase. */
    public ServerRecord withPhase(ServerPhase value) {
        return with(parts -> parts.phase = value);
    }

    /** With another state. */
    public ServerRecord withState(Opaque value) {
        return with(parts -> parts.state = value);
    }

    /** With another address. */
    public ServerRecord withUri(Optional<URI> value) {
        return with(parts -> parts.uri = value);
    }

    /** With another token. */
    public ServerRecord withTokenId(Optional<String> value) {
        return with(parts -> parts.tokenId = value);
    }

    /** With a later activity; an earlier one changes nothing. */
    public ServerRecord withLastActivity(Instant value) {
        return lastActivity.isPresent() && !value.isAfter(lastActivity.get())
                ? this
                : with(parts -> parts.lastActivity = Optional.of(value));
    }

    /** With other choices of the person. */
    public ServerRecord withUserOptions(Opaque value) {
        return with(parts -> parts.userOptions = value);
    }

    /** With another failure, or none. */
    public ServerRecord withFailure(Optional<String> value) {
        return with(parts -> parts.failure = value);
    }

    /** With other states of hooks. */
    public ServerRecord withHookStates(Map<String, Opaque> value) {
        return with(parts -> parts.hookStates = value);
    }

    private ServerRecord with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return new ServerRecord(
                server,
                parts.displayName,
                parts.phase,
                spawner,
                spawnId,
                parts.state,
                parts.uri,
                parts.tokenId,
                parts.userOptions,
                started,
                parts.lastActivity,
                parts.failure,
                parts.hookStates);
    }

    /** Without state and options, which may say more than they should. */
    @Override
    public String toString() {
        return "ServerRecord[" + server + ", " + phase + ", " + spawner + ", " + spawnId + "]";
    }

    /** What a copy may have of its own. */
    private static final class Parts {

        private String displayName;
        private ServerPhase phase;
        private Opaque state;
        private Optional<URI> uri;
        private Optional<String> tokenId;
        private Opaque userOptions;
        private Optional<Instant> lastActivity;
        private Optional<String> failure;
        private Map<String, Opaque> hookStates;

        private Parts(ServerRecord record) {
            displayName = record.displayName;
            phase = record.phase;
            state = record.state;
            uri = record.uri;
            tokenId = record.tokenId;
            userOptions = record.userOptions;
            lastActivity = record.lastActivity;
            failure = record.failure;
            hookStates = record.hookStates;
        }
    }
}
