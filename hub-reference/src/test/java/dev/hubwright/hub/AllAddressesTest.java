package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AllAddressesTest {

    /** As in {@code http://:8000}, which is JupyterHub's default, and that of its chart for pods. */
    @Test
    void anEmptyHostIsAllAddresses(@TempDir Path folder) throws Exception {
        int port = FreePort.take();
        int hubPort = FreePort.take();
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.bind("", port).hubBind("", hubPort))) {
            assertThat(hub.servers.count()).isZero();
            for (int each : List.of(port, hubPort)) {
                WebClient other = new WebClient(URI.create("http://127.0.0.2:" + each));
                assertThat(other.get("/hub/health").status()).isEqualTo(200);
            }
        }
    }
}
