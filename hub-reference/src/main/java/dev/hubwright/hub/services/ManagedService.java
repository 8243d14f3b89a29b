package dev.hubwright.hub.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a service: started, started again when it ends, at ever longer intervals where it ends soon, and ended
 * with the hub. What it prints goes to the hub's log.
 */
final class ManagedService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedService.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
    private static final int PATIENCE_SECONDS = 10;
    private static final int LONGEST_LINE = 4_000;

    private final String name;
    private final ServiceCommand command;
    private final Thread thread;
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean ending;

    ManagedService(String name, ServiceCommand command) {
        this.name = name;
        this.command = command;
        // Not a virtual one: the system ties the process to it.
        this.thread = new Thread(this::run, "service-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The process; empty between two starts. */
    Optional<Long> pid() {
        return process.filter(Process::isAlive).map(Process::pid);
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!ending) {
            long begun = System.nanoTime();
            try {
                int code = runOnce();
                if (ending) {
                    return;
                }
                boolean wasFine = System.nanoTime() - begun > LONG_ENOUGH.toNanos();
                pause = wasFine ? FIRST_PAUSE : pause;
                LOG.error(
                        "The service {} has ended with exit code {} and is started again in {} s",
                        name,
                        code,
                        pause.toSeconds());
            } catch (IOException e) {
                LOG.error("The service {} cannot be started, which is tried again: {}", name, e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            if (!waited(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private int runOnce() throws IOException, InterruptedException {
        Process started = command.start();
        process = Optional.of(started);
        LOG.info("The service {} runs as process {}", name, started.pid());
        Thread reader = new Thread(() -> log(started), "service-" + name + "-log");
        reader.setDaemon(true);
        reader.start();
        return started.waitFor();
    }

    private static boolean waited(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void log(Process started) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
                LOG.info("{}: {}", name, shown.replaceAll("\\p{Cntrl}", " "));
            }
        } catch (IOException e) {
            LOG.debug("The output of the service {} has ended", name, e);
        }
    }

    /** Ends the process and those that it has started; forcibly after some seconds. */
    @Override
    public void close() {
        ending = true;
        Optional<Process> last = process;
        if (last.isPresent()) {
            List<ProcessHandle> family = last.get().descendants().toList();
            last.get().destroy();
            family.forEach(ProcessHandle::destroy);
            awaitEnd(last.get());
            family.forEach(ProcessHandle::destroyForcibly);
        }
        thread.interrupt();
    }

    private static void awaitEnd(Process ended) {
        try {
            if (!ended.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                ended.destroyForcibly();
            }
        } catch (InterruptedException e) {
            ended.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
