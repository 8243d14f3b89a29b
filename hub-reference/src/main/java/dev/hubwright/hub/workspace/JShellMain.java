package dev.hubwright.hub.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process of a console: evaluates what comes in by frames in this very JVM, so that whatever the code does to it ends
 * the console and nothing else. Ends when its input does, with the workspace.
 */
final class JShellMain {

    private static final int MAX_CHUNK = 8 * 1024;

    private final PrintStream pipe;
    private final Frames frames;

    private JShellMain(PrintStream pipe, Frames frames) {
        this.pipe = pipe;
        this.frames = frames;
    }

    /** The mark of the frames comes as the first line, where no list of processes shows it. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, ISO_8859_1));
        JShellMain main = new JShellMain(System.out, new Frames(in.readLine()));
        System.setIn(InputStream.nullInputStream());
        System.setOut(main.output());
        System.setErr(System.out);
        // What the code may use is the folder that it runs in, and nothing of ours.
        System.setProperty("java.class.path", System.getProperty("user.dir"));
        main.serve(in);
        Runtime.getRuntime().halt(0);
    }

    private void serve(BufferedReader in) throws IOException {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        Evaluation evaluation = new Evaluation(this::send);
        worker.execute(() -> {
            evaluation.warmUp();
            send(Frames.READY, "");
        });
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            frames.read(line).ifPresent(frame -> {
                if (frame.kind().equals(Frames.STOP)) {
                    evaluation.stop();
                } else {
                    worker.execute(() -> evaluation.evaluate(frame.text()));
                }
            });
        }
    }

    private void send(String kind, String text) {
        System.out.flush();
        send(kind, text.getBytes(UTF_8));
    }

    private synchronized void send(String kind, byte[] text) {
        pipe.print(frames.line(kind, text));
        pipe.flush();
    }

    private PrintStream output() {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        send(Frames.OUT, new byte[] {(byte) b});
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        for (int from = offset; from < offset + length; from += MAX_CHUNK) {
                            send(
                                    Frames.OUT,
                                    Arrays.copyOfRange(bytes, from, Math.min(from + MAX_CHUNK, offset + length)));
                        }
                    }
                },
                true,
                UTF_8);
    }
}
