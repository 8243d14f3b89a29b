package dev.hubwright.hub.workspace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One process of a console, from its start to its end. Thread-safe. */
final class JShellProcess {

    private static final int MAX_LINE = 64 * 1024;
    private static final long SECONDS_TO_END = 10;

    private final Frames frames = new Frames(UUID.randomUUID().toString());
    private final Process process;

    private JShellProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param folder where its code runs
     * @param listener gets what it says, on one thread, which waits meanwhile
     * @param ended gets its exit code, afterwards
     */
    static JShellProcess start(Path folder, Consumer<Frames.Frame> listener, Consumer<Integer> ended)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command()).directory(folder.toFile()).redirectErrorStream(true);
        // What runs there needs no say at the hub.
        builder.environment().keySet().removeIf(name -> name.startsWith("JUPYTERHUB_") || name.equals("JPY_API_TOKEN"));
        JShellProcess console = new JShellProcess(builder.start());
        console.write(console.frames.mark() + "\n");
        Thread reader = new Thread(() -> console.read(listener, ended), "console");
        reader.setDaemon(true);
        reader.start();
        return console;
    }

    private static List<String> command() throws IOException {
        try {
            Path code = Path.of(JShellMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    code.toString(),
                    JShellMain.class.getName());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Has something evaluated. */
    void run(String code) throws IOException {
        write(frames.line(Frames.RUN, code));
    }

    /** Asks for the end of what is evaluated. */
    void stop() throws IOException {
        write(frames.line(Frames.STOP, ""));
    }

    /** Ends the process and what it has started. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private synchronized void write(String line) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write(line.getBytes(US_ASCII));
        out.flush();
    }

    private void read(Consumer<Frames.Frame> listener, Consumer<Integer> ended) {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String said = line;
                String whole = said.endsWith("\n") ? said.substring(0, said.length() - 1) : said;
                listener.accept(frames.read(whole).orElseGet(() -> new Frames.Frame(Frames.OUT, said)));
            }
        } catch (IOException e) {
            // The pipe breaks when the process does, which is told below.
        }
        ended.accept(exitCode());
    }

    private int exitCode() {
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                kill();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** A line with its break, or as much as there may be of one; empty at the end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n' || line.size() == MAX_LINE) {
                break;
            }
        }
        return line.toString(UTF_8);
    }
}
