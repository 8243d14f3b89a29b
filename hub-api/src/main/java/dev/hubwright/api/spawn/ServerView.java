package dev.hubwright.api.spawn;

import java.time.Instant;
import java.util.Optional;

/**
 * How a server is, at one moment.
 *
 * @param record what is kept about it
 * @param pending what is under way
 * @param path its path in URLs, percent-encoded, such as {@code /user/alice/}
 * @param percent how far its current or last start is, from 0 to 100
 * @param news what was reported last of that start; empty if nothing is known
 */
public record ServerView(
        ServerRecord record, Optional<Pending> pending, String path, int percent, Optional<String> news) {

    /** Whose it is. */
    public ServerRef server() {
        return record.server();
    }

    /** Where it is in its life. */
    public ServerPhase phase() {
        return record.phase();
    }

    /** Whether people can use it now. */
    public boolean ready() {
        return record.phase() == ServerPhase.READY && pending.isEmpty();
    }

    /** Whether it lives, or something is under way. */
    public boolean active() {
        return record.isActive() || pending.isPresent();
    }

    /** When its last start began. */
    public Optional<Instant> started() {
        return record.started();
    }

    /** When it was last used. */
    public Optional<Instant> lastActivity() {
        return record.lastActivity();
    }

    /** Why its last start failed or it died, for the person. */
    public Optional<String> failure() {
        return record.failure();
    }
}
