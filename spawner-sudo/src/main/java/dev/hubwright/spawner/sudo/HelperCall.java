package dev.hubwright.spawner.sudo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs as somebody else, answers in lines, and may outlive this JVM. For one thread, beside its own.
 *
 * <p>It cannot be killed from here, since sudo is root's; but it listens to whether its input is still open.
 */
final class HelperCall implements AutoCloseable {

    private static final int LONGEST_LINE = 16 * 1024;

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private HelperCall(Process process) {
        this.process = process;
    }

    /**
     * Starts it and sends the request. Its complaints come among its lines.
     *
     * @param keepOpen whether it listens to its input for as long as it is of interest
     * @param complaints the file that its complaints go to instead
     */
    static HelperCall lines(
            List<String> command,
            Map<String, String> environment,
            byte[] request,
            boolean keepOpen,
            Optional<Path> complaints)
            throws IOException {
        HelperCall call = new HelperCall(process(command, environment, complaints));
        Thread reader = new Thread(call::read, "hubwright-helper");
        reader.setDaemon(true);
        reader.start();
        send(call.process, request, keepOpen);
        return call;
    }

    static Process process(List<String> command, Map<String, String> environment, Optional<Path> complaints)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(complaints.isEmpty());
        complaints.ifPresent(file -> builder.redirectError(ProcessBuilder.Redirect.appendTo(file.toFile())));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static void send(Process process, byte[] request, boolean keepOpen) throws IOException {
        OutputStream input = process.getOutputStream();
        try {
            input.write(request);
            input.flush();
        } catch (IOException e) {
            // It has ended without reading all: what it says instead is the better reason.
            closeQuietly(process);
            return;
        }
        if (!keepOpen) {
            input.close();
        }
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try (InputStream output = process.getInputStream()) {
            byte[] block = new byte[8192];
            for (int count = output.read(block); count >= 0; count = output.read(block)) {
                for (String part : new String(block, 0, count, StandardCharsets.UTF_8).split("(?<=\n)")) {
                    line.append(part, 0, Math.min(part.length(), LONGEST_LINE));
                    if (part.endsWith("\n") || line.length() > LONGEST_LINE) {
                        lines.add(Optional.of(line.toString().strip()));
                        line.setLength(0);
                    }
                }
            }
        } catch (IOException e) {
            // Closed from here.
        }
        if (!line.isEmpty()) {
            lines.add(Optional.of(line.toString().strip()));
        }
        lines.add(Optional.empty());
    }

    /**
     * The next line; empty at the end.
     *
     * @throws IOException if there is neither in time
     */
    Optional<String> next(Duration patience) throws IOException, InterruptedException {
        Optional<String> line = lines.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new IOException("no answer in " + patience.toSeconds() + " s");
        }
        if (line.isEmpty()) {
            lines.add(line);
        }
        return line;
    }

    /** Lets it know that nobody listens any more, and waits until it has ended, also if this thread is interrupted. */
    boolean giveUp(Duration patience) {
        close();
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Optional<String> line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (line == null || line.isEmpty()) {
                        return line != null;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(process);
    }

    private static void closeQuietly(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is closed then.
        }
    }
}
