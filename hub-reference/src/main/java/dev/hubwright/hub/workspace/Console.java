package dev.hubwright.hub.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one console of a workspace. All windows show the same, and a new one what was said before. Its process starts with
 * the first need of it and is started again after its end. Thread-safe; calls may block.
 */
final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int MAX_KEPT = 256 * 1024;
    private static final long SECONDS_TO_STOP = 5;
    private static final long MILLIS_BETWEEN_STOPS = 200;

    /** Shows frames of a console; waits for a slow one for a while. */
    interface Window {
        void show(Frames.Frame frame);
    }

    /** What the console does now. */
    enum State {
        ASLEEP,
        STARTING,
        IDLE,
        BUSY
    }

    private final Path folder;
    private final Set<Window> windows = new CopyOnWriteArraySet<>();
    private final Deque<Frames.Frame> kept = new ArrayDeque<>();
    private int keptCharacters;
    private Optional<JShellProcess> process = Optional.empty();
    private State state = State.ASLEEP;
    private int starts;
    private int waiting;

    Console(Path folder) {
        this.folder = folder;
    }

    /** Whether code can be evaluated at all: a JRE has no compiler. */
    static boolean isPossible() {
        return ModuleLayer.boot().findModule("jdk.jshell").isPresent();
    }

    int windows() {
        return windows.size();
    }

    synchronized State state() {
        return state;
    }

    void open(Window window) {
        // What is said meanwhile is told after it, to whoever was there when it was said.
        synchronized (this) {
            kept.forEach(window::show);
            window.show(stateFrame());
            windows.add(window);
        }
    }

    void close(Window window) {
        windows.remove(window);
    }

    /** Has code evaluated, after what is being evaluated. */
    void run(String code) {
        try {
            JShellProcess running = awake();
            synchronized (this) {
                waiting++;
                change(state == State.STARTING ? state : State.BUSY);
            }
            running.run(code);
        } catch (IOException e) {
            LOG.warn("The console does not take input", e);
            say(new Frames.Frame(Frames.ERROR, "The console could not be started: " + e.getMessage()));
        }
    }

    /** Starts the process if there is none. */
    void warmUp() {
        try {
            awake();
        } catch (IOException e) {
            LOG.warn("The console could not be started", e);
        }
    }

    /** Ends what is evaluated and what waits for it; if that does not end, the whole process. */
    void stop() throws InterruptedException {
        Optional<JShellProcess> running = current();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
        while (isBusy(running)) {
            if (System.nanoTime() > deadline) {
                running.get().kill();
                return;
            }
            try {
                // What has not begun to run cannot be stopped, so once may be too early.
                running.get().stop();
            } catch (IOException e) {
                LOG.debug("The console has ended already", e);
            }
            pause();
        }
    }

    private synchronized boolean isBusy(Optional<JShellProcess> running) {
        return state == State.BUSY && running.isPresent() && process.equals(running);
    }

    private synchronized void pause() throws InterruptedException {
        if (state == State.BUSY) {
            wait(MILLIS_BETWEEN_STOPS);
        }
    }

    /** Ends the process; the next input starts another. */
    void restart() {
        current().ifPresent(JShellProcess::kill);
    }

    @Override
    public void close() {
        restart();
    }

    private synchronized Optional<JShellProcess> current() {
        return process;
    }

    private synchronized JShellProcess awake() throws IOException {
        if (process.isEmpty()) {
            if (!isPossible()) {
                throw new IOException("this Java has no module jdk.jshell; it takes a whole JDK");
            }
            int number = ++starts;
            process = Optional.of(JShellProcess.start(folder, this::hear, code -> ended(number, code)));
            waiting = 0;
            change(State.STARTING);
        }
        return process.get();
    }

    private void hear(Frames.Frame frame) {
        switch (frame.kind()) {
            case Frames.READY:
                settle(0);
                break;
            case Frames.DONE:
                settle(1);
                break;
            case Frames.MORE:
                windows.forEach(window -> window.show(frame));
                settle(1);
                break;
            default:
                say(frame);
        }
    }

    private synchronized void settle(int finished) {
        waiting -= finished;
        change(waiting > 0 ? State.BUSY : State.IDLE);
    }

    private void ended(int number, int code) {
        say(new Frames.Frame(Frames.ERROR, "The console has ended (" + code + "). The next line starts another."));
        synchronized (this) {
            if (number == starts) {
                process = Optional.empty();
                change(State.ASLEEP);
            }
        }
    }

    private synchronized void change(State next) {
        if (state != next) {
            state = next;
            notifyAll();
            windows.forEach(window -> window.show(stateFrame()));
        }
    }

    private Frames.Frame stateFrame() {
        return new Frames.Frame("state", state.name());
    }

    /** Told outside of the lock, because windows may be slow. */
    private void say(Frames.Frame frame) {
        List<Window> present;
        synchronized (this) {
            kept.add(frame);
            keptCharacters += frame.text().length();
            while (keptCharacters > MAX_KEPT) {
                keptCharacters -= kept.remove().text().length();
            }
            present = List.copyOf(windows);
        }
        present.forEach(window -> window.show(frame));
    }
}
