package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that may have few descriptors, and clients that take them all. */
@Timeout(240)
class ProxyDescriptorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int DESCRIPTORS = 200;

    @TempDir
    Path folder;

    @Test
    void acceptsAgainWhenSomeAreFree() throws Exception {
        int port = FreePort.take();
        try (HubRun proxy = HubRun.limited(
                folder,
                "ulimit -n " + DESCRIPTORS,
                "proxy",
                "--ip",
                "127.0.0.1",
                "--port",
                "" + port,
                "--api-port",
                "" + FreePort.take())) {
            Eventually.holds("it answers: " + proxy.all(), PATIENCE, () -> isHealthy(port));
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                    clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
                }
                Eventually.holds("none are left: " + proxy.all(), PATIENCE, () -> isFull(proxy));
                assertThat(ask(clients.get(0))).as("of those that are in").startsWith("HTTP/1.1 200");
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }

            Eventually.holds("it answers again: " + proxy.all(), PATIENCE, () -> isHealthy(port));
            assertThat(proxy.process().isAlive()).isTrue();
            assertThat(proxy.all().length()).as("lines about it").isLessThan(100_000);
        }
    }

    private static boolean isFull(HubRun proxy) {
        String[] open =
                Path.of("/proc", "" + proxy.process().pid(), "fd").toFile().list();
        return open != null && open.length >= DESCRIPTORS - 2;
    }

    private static boolean isHealthy(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return ask(client).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    private static String ask(Socket client) throws IOException {
        client.setSoTimeout((int) PATIENCE.toMillis());
        client.getOutputStream()
                .write("GET /_chp_healthz HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
