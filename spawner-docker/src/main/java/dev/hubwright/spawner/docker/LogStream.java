package dev.hubwright.spawner.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What a container prints. A thread of the engine's reads it, because that waits in native code; the reader may wait on
 * any thread. For one reader; any thread may close it.
 */
final class LogStream extends InputStream {

    private static final int CHUNKS = 64;
    private static final int HEADER = 8;
    private static final int LARGEST_CHUNK = 64 * 1024;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private final DockerHttpClient.Response response;
    private final boolean plain;
    private byte[] current = {};
    private int position;
    private boolean ended;
    private volatile boolean closed;

    /**
     * Begins to read.
     *
     * @param plain whether the text comes as it is, as that of a terminal does, and not in frames
     */
    LogStream(Engine engine, DockerHttpClient.Response response, boolean plain) {
        this.response = response;
        this.plain = plain;
        engine.streamThreads().execute(this::pump);
    }

    private void pump() {
        try (InputStream body = response.getBody()) {
            byte[] chunk = next(body);
            while (chunk.length > 0 && !closed) {
                chunks.put(chunk);
                chunk = next(body);
            }
        } catch (IOException | RuntimeException e) {
            // A container that is removed and an engine that is restarted both look like this: the log ends.
            closed = closed || chunks.offer(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    private void finish() {
        boolean told = false;
        while (!closed && !told) {
            try {
                told = chunks.offer(END, 1, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private byte[] next(InputStream body) throws IOException {
        if (plain) {
            byte[] buffer = new byte[LARGEST_CHUNK];
            int count = body.read(buffer);
            return count <= 0 ? END : java.util.Arrays.copyOf(buffer, count);
        }
        byte[] header = body.readNBytes(HEADER);
        if (header.length < HEADER) {
            return END;
        }
        int length = (header[4] & 0xff) << 24 | (header[5] & 0xff) << 16 | (header[6] & 0xff) << 8 | header[7] & 0xff;
        return length == 0 ? next(body) : body.readNBytes(length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (position == current.length && !ended) {
            take();
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, bytes, offset, count);
        position += count;
        return count;
    }

    private void take() throws IOException {
        try {
            byte[] chunk = chunks.poll(200, java.util.concurrent.TimeUnit.MILLISECONDS);
            if (chunk == END || chunk == null && closed) {
                ended = true;
            } else if (chunk != null) {
                current = chunk;
                position = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for more of the log");
        }
    }

    @Override
    public void close() {
        closed = true;
        response.close();
    }
}
