package dev.hubwright.hub.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** An IP address, or all of a network in CIDR notation (RFC 4632). Immutable. */
public final class AddressRange {

    // Nothing that would be looked up as a name.
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.:]*:[0-9a-fA-F.:]*");

    /** Every address by which a machine talks to itself. */
    public static final List<AddressRange> THIS_MACHINE = List.of(parse("127.0.0.0/8"), parse("::1"));

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        int length = address.length * Byte.SIZE;
        int bits = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > length) {
            throw new IllegalArgumentException(text);
        }
        return new AddressRange(address, bits);
    }

    /** Whether {@link #parse} would read it. */
    public static boolean isRange(String text) {
        try {
            return parse(text).bits >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Those of the texts that {@link #parse} would read; names of hosts are none. */
    public static List<AddressRange> among(List<String> texts) {
        return texts.stream()
                .filter(AddressRange::isRange)
                .map(AddressRange::parse)
                .toList();
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
    public boolean contains(String address) {
        byte[] candidate;
        try {
            candidate = bytes(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (candidate.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(candidate, 0, whole, network, 0, whole)
                && (rest == 0 || ((candidate[whole] ^ network[whole]) & 0xff) >> (Byte.SIZE - rest) == 0);
    }

    /** The network and how many bits of it count. */
    @Override
    public String toString() {
        return shown() + "/" + bits;
    }

    private String shown() {
        try {
            return InetAddress.getByAddress(network).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of a wrong length", e);
        }
    }
}
