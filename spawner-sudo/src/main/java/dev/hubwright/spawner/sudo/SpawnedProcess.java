package dev.hubwright.spawner.sudo;

import com.sun.jna.ptr.IntByReference;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child of this JVM that the JDK did not make. The JDK waits for its end, and leaves it to us to ask how it ended; until
 * then the kernel keeps its pid.
 */
final class SpawnedProcess extends Process {

    private static final int WNOHANG = 1;
    private static final int SIGNALLED = 128;

    private final ProcessHandle handle;
    private final CompletableFuture<Integer> code;

    SpawnedProcess(int pid, LibC libc) {
        this.handle = ProcessHandle.of(pid).orElseThrow();
        this.code = handle.onExit().thenApply(ended -> reap(pid, libc));
    }

    /** The code as a shell would tell it, or -1 if somebody else has asked for it, which nobody should. */
    private static int reap(int pid, LibC libc) {
        IntByReference status = new IntByReference();
        if (libc.waitpid(pid, status, WNOHANG) != pid) {
            return -1;
        }
        int signal = status.getValue() & 0x7f;
        return signal == 0 ? status.getValue() >> 8 & 0xff : SIGNALLED + signal;
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public ProcessHandle toHandle() {
        return handle;
    }

    @Override
    public boolean isAlive() {
        return !code.isDone();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return code.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            code.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("The process " + pid() + " has not ended");
        }
        return code.join();
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return code.thenApply(ended -> this);
    }

    @Override
    public void destroy() {
        handle.destroy();
    }

    @Override
    public Process destroyForcibly() {
        handle.destroyForcibly();
        return this;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }
}
