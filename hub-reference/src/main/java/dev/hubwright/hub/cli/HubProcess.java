package dev.hubwright.hub.cli;

import dev.hubwright.api.Health;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.Hub;
import dev.hubwright.hub.HubBuilder;
import dev.hubwright.hub.settings.HubConfiguration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the hub of a configuration until the process is told to end. */
final class HubProcess implements HubRunner {

    private static final Logger LOG = LoggerFactory.getLogger(HubProcess.class);

    @Override
    public int run(HubConfiguration configuration, LaunchOptions options) throws ProviderException {
        Ending ending = new Ending();
        HubBuilder builder = Hub.builder(configuration, options.environment());
        options.settings().ifPresent(builder::reloadFrom);
        builder.whenAskedToEnd((asked, servers) -> ending.of(asked, servers.orElse(configuration.cleanupServers())));
        try (Hub hub = builder.start()) {
            if (options.settings().isPresent()) {
                Hangup.then(() -> reload(hub));
            }
            // Whoever runs the demo knows that it is one.
            if (options.greeting().isEmpty()) {
                hub.health().forEach(HubProcess::remark);
            }
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> ending.of(hub, configuration.cleanupServers()), "shutdown"));
            options.greeting().ifPresentOrElse(System.out::println, () -> LOG.info("The hub is at {}", hub.url()));
            ending.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void reload(Hub hub) {
        try {
            hub.reload();
        } catch (InvalidSettings e) {
            LOG.error(
                    "Nothing has changed, because of {} problems in the settings",
                    e.problems().size());
        } catch (ProviderException e) {
            LOG.error("The settings could not be taken over: {}", e.getMessage(), e);
        }
    }

    /** The end of a hub, which a request and a signal may both ask for: whoever comes second waits for the first. */
    private static final class Ending {

        private final CountDownLatch ended = new CountDownLatch(1);

        synchronized void of(Hub hub, boolean stopServers) {
            if (ended.getCount() == 0) {
                return;
            }
            if (stopServers) {
                hub.stopAllServers();
            }
            hub.close();
            ended.countDown();
        }

        void await() throws InterruptedException {
            ended.await();
        }
    }

    /** What a provider itself finds doubtful about its settings, the operator must see. */
    private static void remark(String name, Health health) {
        if (health.state() != Health.State.UP) {
            LOG.warn("{} is {}: {}", name, health.state(), health.message());
        }
    }
}
