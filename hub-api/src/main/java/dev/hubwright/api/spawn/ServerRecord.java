package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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
        return new ServerRecord(
                server,
                value,
                phase,
                spawner,
                spawnId,
                state,
                uri,
                tokenId,
                userOptions,
                started,
                lastActivity,
                failure,
                hookStates);
    }

    /** With another phase. */
    public ServerRecord withPhase(ServerPhase value) {
        return new ServerRecord(
                server,
                displayName,
                value,
                spawner,
                spawnId,
                state,
                uri,
                tokenId,
                userOptions,
                started,
                lastActivity,
                failure,
                hookStates);
    }

    /** With another state. */
    public ServerRecord withState(Opaque value) {
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                value,
                uri,
                tokenId,
                userOptions,
                started,
                lastActivity,
                failure,
                hookStates);
    }

    /** With another address. */
    public ServerRecord withUri(Optional<URI> value) {
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                state,
                value,
                tokenId,
                userOptions,
                started,
                lastActivity,
                failure,
                hookStates);
    }

    /** With another token. */
    public ServerRecord withTokenId(Optional<String> value) {
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                state,
                uri,
                value,
                userOptions,
                started,
                lastActivity,
                failure,
                hookStates);
    }

    /** With a later activity; an earlier one changes nothing. */
    public ServerRecord withLastActivity(Instant value) {
        if (lastActivity.isPresent() && !value.isAfter(lastActivity.get())) {
            return this;
        }
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                state,
                uri,
                tokenId,
                userOptions,
                started,
                Optional.of(value),
                failure,
                hookStates);
    }

    /** With other choices of the person. */
    public ServerRecord withUserOptions(Opaque value) {
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                state,
                uri,
                tokenId,
                value,
                started,
                lastActivity,
                failure,
                hookStates);
    }

    /** With another failure, or none. */
    public ServerRecord withFailure(Optional<String> value) {
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                state,
                uri,
                tokenId,
                userOptions,
                started,
                lastActivity,
                value,
                hookStates);
    }

    /** With other states of hooks. */
    public ServerRecord withHookStates(Map<String, Opaque> value) {
        return new ServerRecord(
                server,
                displayName,
                phase,
                spawner,
                spawnId,
                state,
                uri,
                tokenId,
                userOptions,
                started,
                lastActivity,
                failure,
                value);
    }

    /** Without state and options, which may say more than they should. */
    @Override
    public String toString() {
        return "ServerRecord[" + server + ", " + phase + ", " + spawner + ", " + spawnId + "]";
    }
}
