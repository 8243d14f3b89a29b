package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Slows down whoever guesses passwords: by name and address together after 5 failures, and by address alone after 50.
 * From then on each failure costs a pause of 1 s, 2 s, 4 s and so on up to 60 s, in which nobody is asked. A quarter of
 * an hour without a failure forgets the earlier ones.
 *
 * <p>A guesser never locks the person out of another address. Two addresses of the same IPv6 /64 count as one. Memory is
 * bounded: the 10,000 pairs and 10,000 addresses that were seen last. Thread-safe.
 */
public final class LoginThrottle {

    private static final int NAME_FAILURES = 5;
    private static final int SOURCE_FAILURES = 50;
    private static final int CAPACITY = 10_000;
    private static final int KEY_LENGTH = 256;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final FailureLog names;
    private final FailureLog sources;
    private final boolean off;

    private LoginThrottle(Clock clock, int nameFailures, int sourceFailures, int capacity, boolean off) {
        requireNonNull(clock, "clock");
        this.names = new FailureLog(clock, nameFailures, capacity);
        this.sources = new FailureLog(clock, sourceFailures, capacity);
        this.off = off;
    }

    /** The throttle that the class describes. */
    public static LoginThrottle standard(Clock clock) {
        return new LoginThrottle(clock, NAME_FAILURES, SOURCE_FAILURES, CAPACITY, false);
    }

    /** Lets everything through, where something in front of the hub does the throttling. */
    public static LoginThrottle none() {
        return new LoginThrottle(Clock.systemUTC(), 1, 1, 1, true);
    }

    static LoginThrottle of(Clock clock, int nameFailures, int sourceFailures, int capacity) {
        return new LoginThrottle(clock, nameFailures, sourceFailures, capacity, false);
    }

    /**
     * Asks whether an attempt may go on. An attempt that may counts as a failure of its name at once, until
     * {@link #succeeded} or {@link #excused}: otherwise a thousand guesses at the same moment would all go on.
     *
     * @param name as typed; may be empty, and then only the address counts
     * @return how long to wait first; empty if it may go on now
     */
    Optional<Duration> admit(String name, String source) {
        if (off) {
            return Optional.empty();
        }
        Optional<Duration> wait = sources.pause(network(source));
        return wait.isPresent() || name.isEmpty() ? wait : names.charge(pair(name, source));
    }

    /** The attempt was a wrong guess. */
    void failed(String source) {
        if (!off) {
            sources.charge(network(source));
        }
    }

    /** The attempt got in: forgets the failures of the name at this address. */
    void succeeded(String name, String source) {
        names.forget(pair(name, source));
    }

    /** The attempt said nothing about the password, such as in an outage. */
    void excused(String name, String source) {
        names.takeBack(pair(name, source));
    }

    private static String pair(String name, String source) {
        // The beginning is enough: no user has a longer name.
        String start = name.length() > KEY_LENGTH ? name.substring(0, KEY_LENGTH) : name;
        return network(source) + " " + UserNames.spelled(start);
    }

    private static String network(String source) {
        if (source.indexOf(':') < 0) {
            return source;
        }
        try {
            // A text with a colon is never looked up by name.
            byte[] address = InetAddress.getByName(source).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(address, Math.min(address.length, IPV6_NETWORK_BYTES)));
        } catch (UnknownHostException e) {
            return source;
        }
    }
}
