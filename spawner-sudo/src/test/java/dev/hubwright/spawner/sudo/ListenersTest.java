package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {

    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
            + "   uid  timeout inode                                                     \n";

    @TempDir
    Path proc;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(proc.resolve("net"));
    }

    @Test
    void findsWhoListensOnThisAddressOrOnAll() throws IOException {
        write("tcp", row(address("7F000001"), 8000, "0A", 11), row("00000000", 8000, "0A", 12));
        write("tcp6", row("00000000000000000000000000000000", 8000, "0A", 13));

        assertThat(on("127.0.0.1", 8000)).containsExactlyInAnyOrder(11L, 12L, 13L);
        assertThat(on("127.0.0.2", 8000)).containsExactlyInAnyOrder(12L, 13L);
        assertThat(on("127.0.0.1", 8001)).isEmpty();
    }

    @Test
    void tellsTheAccountsOfThem() throws IOException {
        write("tcp", row(address("7F000001"), 8000, "0A", 11));

        assertThat(new Listeners(proc).owners(InetAddress.getByName("127.0.0.1"), 8000))
                .containsExactly(1000L);
    }

    @Test
    void readsNoFurtherThanTheFirstConnection() throws IOException {
        write(
                "tcp",
                row(address("7F000001"), 8000, "0A", 11),
                row(address("7F000001"), 8000, "01", 14),
                row(address("7F000001"), 8000, "0A", 15));

        assertThat(on("127.0.0.1", 8000)).containsExactly(11L);
    }

    /** The promise of the kernel on which that rests. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void findsASocketAmongConnectionsOfThisMachine() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket earlier = new ServerSocket(0, 5, here);
                Socket client = new Socket(here, earlier.getLocalPort());
                Socket accepted = earlier.accept();
                ServerSocket later = new ServerSocket(0, 5, here)) {
            Listeners listeners = Listeners.ofThisMachine();

            assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            assertThat(listeners.on(here, earlier.getLocalPort())).hasSize(1);
            assertThat(listeners.on(here, later.getLocalPort())).hasSize(1);
            assertThat(listeners.on(here, client.getLocalPort())).isEmpty();
        }
    }

    private Set<Long> on(String address, int port) throws IOException {
        return new Listeners(proc).on(InetAddress.getByName(address), port);
    }

    /** As the kernel of this machine prints it. */
    private static String address(String bigEndian) {
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return bigEndian;
        }
        return String.format("%08X", Integer.reverseBytes(Integer.parseUnsignedInt(bigEndian, 16)));
    }

    private static String row(String address, int port, String state, int inode) {
        return "   0: %s:%04X 00000000:0000 %s 00000000:00000000 00:00000000 00000000  1000        0 %d 1 0 100 0 0 10 0"
                .formatted(address, port, state, inode);
    }

    private void write(String table, String... rows) throws IOException {
        Files.writeString(proc.resolve("net").resolve(table), HEAD + String.join("\n", rows) + "\n");
    }
}
