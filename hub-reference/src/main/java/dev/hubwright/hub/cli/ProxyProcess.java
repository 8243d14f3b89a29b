package dev.hubwright.hub.cli;

import dev.hubwright.hub.proxy.ProxyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a proxy until the process is told to end. */
final class ProxyProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyProcess.class);

    private final ProxyServer proxy;
    private final Optional<Path> pidFile;
    private final Optional<URI> defaultTarget;
    private final CountDownLatch ended = new CountDownLatch(1);

    ProxyProcess(ProxyServer proxy, Optional<Path> pidFile, Optional<URI> defaultTarget) {
        this.proxy = proxy;
        this.pidFile = pidFile;
        this.defaultTarget = defaultTarget;
    }

    int run() throws IOException {
        try (proxy) {
            proxy.start();
            if (pidFile.isPresent()) {
                Files.writeString(pidFile.get(), ProcessHandle.current().pid() + "\n");
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
            Hangup.then(this::reload);
            defaultTarget.ifPresent(target -> LOG.info("Route added / -> {}", target));
            LOG.info("Proxying at {}", proxy.address());
            LOG.info("Proxy API at {}/api/routes", proxy.apiAddress());
            ended.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void reload() {
        try {
            proxy.reloadCertificates();
            LOG.info("The certificates were read again");
        } catch (IOException e) {
            LOG.error("Not all certificates could be read again; the old ones stay: {}", e.getMessage());
        }
    }

    /** Lets requests in progress end. */
    private void end() {
        proxy.close();
        try {
            if (pidFile.isPresent()) {
                Files.deleteIfExists(pidFile.get());
            }
        } catch (IOException e) {
            LOG.warn("--pid-file = \"{}\" could not be removed: {}", pidFile.get(), e.toString());
        }
        ended.countDown();
    }
}
