package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

    private static final Path PROC = Path.of("/proc");

    private final ProcessTable processes = new ProcessTable(PROC);

    @Test
    void readsTheStateOfAProcessWhoseNameHasParentheses() {
        ProcessEntry entry = ProcessEntry.parse(
                "42 (a) R (b) S 7 41 40 0 -1 4194560 95 0 0 0 0 0 0 0 20 0 1 0 162526 3133440 382\n");

        assertThat(entry).isEqualTo(new ProcessEntry(42, 'S', 7, 41, 40, 162526));
    }

    @Test
    void findsThisProcess() throws Exception {
        long pid = ProcessHandle.current().pid();

        ProcessEntry entry = processes.find(pid).orElseThrow();

        assertThat(processes.own()).anyMatch(entry::isSameAs);
        assertThat(processes.environment(entry)).containsKey("PATH");
    }

    @Test
    void tellsWhoListensOnAnAddress() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        Listeners listeners = new Listeners(PROC);
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            int port = socket.getLocalPort();
            ProcessEntry self = processes.find(ProcessHandle.current().pid()).orElseThrow();

            assertThat(listeners.on(loopback, port)).hasSize(1).allSatisfy(inode -> assertThat(
                            processes.holdsAny(self, Set.of(inode)))
                    .isTrue());
            assertThat(listeners.on(InetAddress.getByName("0.0.0.0"), port)).hasSize(1);
            assertThat(listeners.on(InetAddress.getByName("127.0.0.2"), port)).isEmpty();
            assertThat(listeners.on(InetAddress.getByName("::1"), port)).isEmpty();
        }
    }
}
