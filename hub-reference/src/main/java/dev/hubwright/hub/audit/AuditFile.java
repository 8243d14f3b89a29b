package dev.hubwright.hub.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each event to a file, as one line of JSON: {@code time}, {@code event}, {@code subject} and the details.
 *
 * <p>Whoever reports an event does not wait for the disk. While the file cannot be written, up to ten thousand events
 * wait; what comes beyond that is counted, and the log tells how many are lost. A file that is moved away, as logrotate
 * does, is made anew. Thread-safe.
 */
public final class AuditFile implements Audit, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING = 10_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};

    private final AppendedFile file;
    private final Clock clock;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer = new Thread(this::writeAll, "audit-file");
    private volatile boolean closing;
    private boolean failing;

    private AuditFile(AppendedFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
        writer.setDaemon(true);
    }

    /**
     * Begins to write. A new file can be read by the hub's own user alone.
     *
     * @throws ProviderException if the file cannot be written
     */
    public static AuditFile open(Path path, Clock clock) throws ProviderException {
        AppendedFile file = new AppendedFile(requireNonNull(path, "path"));
        try {
            file.append(new byte[0]);
        } catch (IOException e) {
            throw ProviderException.permanent(
                    "The hub cannot start",
                    "JupyterHub.audit_file = \"" + path + "\" cannot be written (" + e
                            + "); choose a file in a folder that the hub may write to",
                    e);
        }
        AuditFile audit = new AuditFile(file, requireNonNull(clock, "clock"));
        audit.writer.start();
        return audit;
    }

    @Override
    public void record(String event, String subject, Map<String, String> details) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("time", clock.instant().toString());
        line.put("event", event);
        line.put("subject", subject);
        new TreeMap<>(details).forEach(line::putIfAbsent);
        if (!waiting.offer(bytes(line))) {
            lost.incrementAndGet();
        }
    }

    private static byte[] bytes(Map<String, String> line) {
        try {
            return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes what still waits, for a few seconds at most. */
    @Override
    public void close() {
        closing = true;
        // Wakes the writer; where there is no room for it, the writer is not asleep.
        waiting.offer(NOTHING);
        try {
            writer.join(LAST_CHANCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
    }

    private void writeAll() {
        try {
            while (!closing || !waiting.isEmpty()) {
                write(waiting.take());
            }
        } catch (InterruptedException e) {
            LOG.warn("{} events were not written to the audit file", waiting.size());
        } finally {
            file.close();
        }
    }

    private void write(byte[] line) throws InterruptedException {
        while (true) {
            try {
                file.append(line);
                tellOfRecovery();
                return;
            } catch (IOException e) {
                if (!failing) {
                    failing = true;
                    LOG.error("The audit file cannot be written, which is tried again: {}", e.toString());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    private void tellOfRecovery() {
        if (failing) {
            failing = false;
            LOG.warn("The audit file can be written again; {} events were lost", lost.getAndSet(0));
        }
    }
}
