package dev.hubwright.hub.proxy;

import java.time.Duration;

/**
 * How long the proxy still waits for one client. Belongs to one event loop.
 *
 * <p>Two clocks run: one while the client is expected to send, one while it is expected to read.
 */
final class Patience {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long NANOS = 1_000_000_000;

    private final boolean admitted;
    private long sendBy;
    private long readBy = NEVER;
    private int exchanges;

    Patience(boolean admitted, Duration firstHead) {
        this.admitted = admitted;
        awaitSending(firstHead);
    }

    /** Whether the connection is within the proxy's limit. */
    boolean admitted() {
        return admitted;
    }

    void awaitSending(Duration time) {
        sendBy = System.nanoTime() + time.toNanos();
    }

    /** Time is bought with bytes, so that a trickle of them does not last for ever. */
    void received(int bytes, int bytesPerSecond, Duration most) {
        long bought = sendBy + bytes * NANOS / bytesPerSecond;
        long latest = System.nanoTime() + most.toNanos();
        sendBy = sendBy == NEVER || bought - latest > 0 ? latest : bought;
    }

    void sendingDone() {
        sendBy = NEVER;
    }

    /** Returns what {@link #readingDone(long)} needs. */
    long awaitReading(Duration time) {
        readBy = System.nanoTime() + time.toNanos();
        return readBy;
    }

    void readingDone() {
        readBy = NEVER;
    }

    /** The same, unless the client has been asked to read more since. */
    void readingDone(long awaited) {
        if (readBy == awaited) {
            readBy = NEVER;
        }
    }

    void exchangeBegins() {
        exchanges++;
        sendBy = NEVER;
    }

    /** A pipelined request begins before the one in front of it has reported its end, hence the count. */
    void exchangeEnds(Duration untilNext) {
        exchanges--;
        readBy = NEVER;
        if (exchanges == 0) {
            awaitSending(untilNext);
        }
    }

    boolean isOver() {
        long now = System.nanoTime();
        return isPast(sendBy, now) || isPast(readBy, now);
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != NEVER && now - deadline > 0;
    }
}
