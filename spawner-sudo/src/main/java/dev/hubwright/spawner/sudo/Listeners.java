package dev.hubwright.spawner.sudo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kernel's list of sockets that wait for connections. Thread-safe; keeps nothing. */
final class Listeners {

    /** The state, behind the other end, which has no port yet. */
    private static final String LISTEN = ":0000 0A ";

    private static final int LOCAL = 1;
    private static final int UID = 7;
    private static final int INODE = 9;

    private final Path net;

    Listeners(Path proc) {
        this.net = proc.resolve("net");
    }

    static Listeners ofThisMachine() {
        return new Listeners(Path.of("/proc"));
    }

    /** The inodes of sockets that take connections to {@code address}, or to any address if that is the wildcard. */
    Set<Long> on(InetAddress address, int port) throws IOException {
        return column(INODE, address, port);
    }

    /** The uids of those who made these sockets. */
    Set<Long> owners(InetAddress address, int port) throws IOException {
        return column(UID, address, port);
    }

    private Set<Long> column(int column, InetAddress address, int port) throws IOException {
        Set<Long> values = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path file = net.resolve(table);
            if (Files.exists(file)) {
                for (String[] row : listening(file, port)) {
                    if (overlaps(parse(row[LOCAL].split(":")[0]), address)) {
                        values.add(Long.parseLong(row[column]));
                    }
                }
            }
        }
        return values;
    }

    /**
     * All that listen come first (Documentation/networking/proc_net_tcp.rst of Linux). Of the rest the kernel has a
     * table that is as large as the machine's memory allows, and looks through it for whoever reads on: milliseconds of
     * a processor, which fifty starts at once would feel.
     */
    private static List<String[]> listening(Path file, int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            lines.readLine();
            String line;
            while ((line = lines.readLine()) != null && line.contains(LISTEN)) {
                if (line.contains(local)) {
                    String[] row = line.strip().split("\\s+");
                    if (row.length > INODE && row[LOCAL].endsWith(local)) {
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    private static boolean overlaps(InetAddress bound, InetAddress address) {
        return bound.isAnyLocalAddress() || address.isAnyLocalAddress() || bound.equals(address);
    }

    /** The kernel prints each 32 bits of an address as a number in the machine's byte order. */
    private static InetAddress parse(String hex) throws UnknownHostException {
        byte[] printed = HexFormat.of().parseHex(hex);
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return InetAddress.getByAddress(printed);
        }
        byte[] address = new byte[printed.length];
        for (int i = 0; i < printed.length; i++) {
            address[i] = printed[i - i % 4 + 3 - i % 4];
        }
        return InetAddress.getByAddress(address);
    }
}
