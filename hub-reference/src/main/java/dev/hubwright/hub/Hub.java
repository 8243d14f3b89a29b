package dev.hubwright.hub;

import dev.hubwright.api.Health;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.settings.HubConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: logs people in, starts their servers, and leads their browsers there through its own proxy.
 *
 * <p>Several hubs can run in one JVM; nothing is global. Thread-safe.
 *
 * <pre>{@code
 * try (Hub hub = Hub.builder()
 *         .authenticator(myAuthenticator, LoginRules.allowAll())
 *         .spawner(mySpawner)
 *         .start()) {
 *     System.out.println("Open " + hub.url());
 *     ...
 * }
 * }</pre>
 */
public final class Hub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final Assembly parts;

    private Hub(HubBuilder builder) {
        this.parts = new Assembly(builder);
    }

    /** Begins to compose a hub. */
    public static HubBuilder builder() {
        return new HubBuilder();
    }

    /**
     * Begins with what settings files say: its authenticators and spawners are made by their factories. What the
     * builder is told afterwards goes over it.
     *
     * @param environment the environment variables that providers may see
     */
    public static HubBuilder builder(HubConfiguration configuration, Map<String, String> environment) {
        return ConfiguredHub.builder(configuration, environment);
    }

    /** How each provider is, by its kind and instance name, such as {@code authenticator default}. */
    public Map<String, Health> health() {
        Map<String, Health> all = new LinkedHashMap<>();
        parts.builder.authenticators.forEach((name, provider) -> all.put("authenticator " + name, provider.health()));
        parts.builder.spawners.forEach((name, provider) -> all.put("spawner " + name, provider.health()));
        return all;
    }

    /** The version of this hub; {@code (not packaged)} for classes that were never put into a jar. */
    public static String version() {
        // Maven writes this file into the jar.
        String file = "/META-INF/maven/dev.hubwright/hub-reference/pom.properties";
        try (InputStream stream = Hub.class.getResourceAsStream(file)) {
            if (stream == null) {
                return "(not packaged)";
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Hub start(HubBuilder builder) throws ProviderException, InterruptedException {
        Hub hub = new Hub(builder);
        try {
            hub.parts.run(hub);
            return hub;
        } catch (ProviderException | InterruptedException | RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    /** Where browsers reach it. */
    public URI url() {
        String host = parts.builder.host;
        String name = host.equals("0.0.0.0") || host.isEmpty() ? "localhost" : host;
        String place = (name.contains(":") ? "[" + name + "]" : name) + ":" + parts.port;
        return URI.create((parts.builder.tls.isPresent() ? "https://" : "http://") + place + parts.paths.base());
    }

    /** The servers of people. */
    public ServerSupervisor servers() {
        return parts.supervisor;
    }

    /** The people. */
    public UserStore users() {
        return parts.store.users();
    }

    /**
     * Reads the settings again and takes over what is safe while it runs; the log names what needs a restart. May be
     * called from any thread.
     *
     * @throws InvalidSettings if they are wrong, and nothing has changed
     * @throws IllegalStateException if the hub was not told where to read them, see {@link HubBuilder#reloadFrom}
     */
    public Reloading.Outcome reload() throws ProviderException {
        return parts.reloader
                .orElseThrow(() -> new IllegalStateException("The hub has no settings to read again"))
                .reload();
    }

    /** Stops every server of everybody and waits until they are gone, for at most a minute each. */
    public void stopAllServers() {
        try {
            for (ServerRecord record : parts.store.servers().active()) {
                parts.supervisor.stop(record.server(), StopMode.GRACEFUL);
            }
            for (ServerRecord record : parts.store.servers().active()) {
                parts.supervisor.awaitSettled(record.server(), Duration.ofMinutes(1));
            }
        } catch (ProviderException e) {
            LOG.warn("Not all servers could be stopped: {}", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops to serve, and leaves the servers of people running: the next start finds them again. */
    @Override
    public void close() {
        parts.close();
    }
}
