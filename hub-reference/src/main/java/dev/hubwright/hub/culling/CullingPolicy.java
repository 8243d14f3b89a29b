package dev.hubwright.hub.culling;

import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.StopMode;
import java.time.Duration;

/**
 * Which servers end without anybody asking for it.
 *
 * @param timeout how long a server may go unused; zero for ever
 * @param maxAge how long a server may run, used or not; zero for ever
 * @param every how often to look
 * @param ofAdministrators whether their servers end too
 * @param defaultServers whether default servers end
 * @param namedServers whether named servers end
 * @param removeNamed whether named servers are deleted, with what they have kept, and not only stopped
 */
public record CullingPolicy(
        Duration timeout,
        Duration maxAge,
        Duration every,
        boolean ofAdministrators,
        boolean defaultServers,
        boolean namedServers,
        boolean removeNamed) {

    /** Stops all servers that go unused for so long, and looks twice in that time. */
    public static CullingPolicy after(Duration timeout) {
        return new CullingPolicy(timeout, Duration.ZERO, timeout.dividedBy(2), true, true, true, false);
    }

    boolean concerns(ServerRecord record, boolean ownerIsAdministrator) {
        return (ofAdministrators || !ownerIsAdministrator)
                && (record.server().name().isEmpty() ? defaultServers : namedServers);
    }

    boolean isTooOld(Duration age) {
        return !maxAge.isZero() && age.compareTo(maxAge) >= 0;
    }

    boolean isIdle(Duration unused) {
        return !timeout.isZero() && unused.compareTo(timeout) >= 0;
    }

    StopMode mode(ServerRecord record) {
        return removeNamed && !record.server().name().isEmpty() ? StopMode.REMOVE : StopMode.GRACEFUL;
    }
}
