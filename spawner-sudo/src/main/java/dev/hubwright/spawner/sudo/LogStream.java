package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a log, and if told so goes on until the server has ended. For one thread; any thread may close it. */
final class LogStream extends InputStream {

    private static final long PAUSE_MILLIS = 100;

    private final SeekableByteChannel channel;
    private final Backoff.Condition goesOn;

    /**
     * Opens the log.
     *
     * @param goesOn whether more may come
     */
    LogStream(Path file, int tailLines, Backoff.Condition goesOn) throws IOException {
        this.channel = Files.newByteChannel(file);
        this.goesOn = goesOn;
        channel.position(ServerLog.startOfTail(file, tailLines));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            // Asked before reading, so that what was printed last is not missed.
            boolean mayGrow = goesOn.holds();
            int count = readNow(bytes, offset, length);
            if (count > 0 || !mayGrow) {
                return count > 0 ? count : -1;
            }
            pause();
        }
    }

    private int readNow(byte[] bytes, int offset, int length) throws IOException {
        if (channel.position() > channel.size()) {
            // Somebody has emptied the file, as tools that rotate logs do.
            channel.position(0);
        }
        return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for more of the log");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
