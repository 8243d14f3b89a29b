package dev.hubwright.hub.remoteuser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** An IP address, or all of a network in CIDR notation. */
record AddressRange(byte[] network, int bits) {

    // Nothing that would be looked up as a name.
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.:]*:[0-9a-fA-F.:]*");

    /** Every address by which a machine talks to itself. */
    static final List<AddressRange> THIS_MACHINE = List.of(parse("127.0.0.0/8"), parse("::1"));

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        int length = address.length * Byte.SIZE;
        int bits = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > length) {
            throw new IllegalArgumentException(text);
        }
        return new AddressRange(address, bits);
    }

    static boolean isRange(String text) {
        try {
            return parse(text).bits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] bytes(String literal) {
        try {
            if (!LITERAL.matcher(literal).matches()) {
                throw new IllegalArgumentException(literal);
            }
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    /** Whether an address is in it; what is no address is in none. */
    boolean contains(String address) {
        byte[] candidate;
        try {
            candidate = bytes(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return candidate.length == network.length && start(candidate).equals(start(network));
    }

    private List<Integer> start(byte[] address) {
        Integer[] start = new Integer[bits];
        for (int i = 0; i < bits; i++) {
            start[i] = address[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1;
        }
        return Arrays.asList(start);
    }
}
