package dev.hubwright.hub.servers;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last lines that servers wrote, for pages. Thread-safe. */
public final class ServerLogs {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLogs.class);
    private static final int LINES = 40;
    private static final int MOST_READ = 1 << 20;
    private static final int LONGEST = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Colours of terminals, and characters that would change how the rest of a page reads. */
    private static final Pattern UNSEEN = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]|[\\p{Cntrl}\\p{Cf}&&[^\n\t]]");

    /** What a program may print that is a secret, told by its look: tokens, keys, and what stands behind their names. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?<=(?:token|password|secret|apikey|api_key|authorization)"
                    + "[\"']?[=:]\\s?)(?:(?:bearer|token|basic)\\s)?[^\\s&]+"
                    + "|(?<![\\w-])(?:[0-9a-f]{32,}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*|(?=[a-z_+-]*[0-9])[\\w+-]{40,}={0,2})(?![\\w-])");

    private final Map<String, Spawner> spawners;
    private final ExecutorService threads;

    /**
     * Takes what it works with.
     *
     * @param spawners by instance name
     * @param threads for reading, which may take long
     */
    public ServerLogs(Map<String, Spawner> spawners, ExecutorService threads) {
        this.spawners = Map.copyOf(spawners);
        this.threads = threads;
    }

    /** The end of a server's log as plain text; empty if there is none, or none that can be read in a few seconds. */
    Optional<String> excerpt(ServerRecord record) throws InterruptedException {
        Spawner spawner = spawners.get(record.spawner());
        if (spawner == null || !spawner.capabilities().contains(SpawnerCapability.LOGS)) {
            return Optional.empty();
        }
        try {
            Future<String> reading = threads.submit(() -> read(spawner, record));
            try {
                return Optional.of(reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .filter(text -> !text.isBlank());
            } finally {
                reading.cancel(true);
            }
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.debug("The log of {} cannot be shown", record.server(), e);
            return Optional.empty();
        }
    }

    private static String read(Spawner spawner, ServerRecord record)
            throws ProviderException, IOException, InterruptedException {
        try (InputStream log = spawner.logs(record.server(), record.state(), LogRequest.tail(LINES))) {
            String text = UNSEEN.matcher(new String(log.readNBytes(MOST_READ), StandardCharsets.UTF_8))
                    .replaceAll("")
                    .strip();
            String harmless = withoutSecrets(text);
            return harmless.length() > LONGEST ? "…" + harmless.substring(harmless.length() - LONGEST) : harmless;
        }
    }

    /** People show such pages to those who help them. */
    static String withoutSecrets(String text) {
        return SECRET.matcher(text).replaceAll("***");
    }
}
