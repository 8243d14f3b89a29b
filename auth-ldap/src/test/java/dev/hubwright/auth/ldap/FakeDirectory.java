package dev.hubwright.auth.ldap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody on the way who answers the first message as they please, and writes down what they get. */
final class FakeDirectory implements AutoCloseable {

    private final ServerSocket listener;
    private final int answer;
    private final AtomicInteger connections = new AtomicInteger();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private FakeDirectory(int answer) throws IOException {
        this.answer = answer;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "fake-directory");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers StartTLS with a result code, and -1 with something that is not LDAP. */
    static FakeDirectory answeringStartTls(int code) throws IOException {
        return new FakeDirectory(code);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                connections.incrementAndGet();
                socket.setSoTimeout(30_000);
                converse(socket);
            } catch (IOException e) {
                // The other side went away, as it should.
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        int length = in.read(buffer);
        note(buffer, length);
        socket.getOutputStream()
                .write(answer < 0 ? "HTTP/1.1 400\r\n\r\n".getBytes(StandardCharsets.US_ASCII) : reply());
        for (length = in.read(buffer); length > 0; length = in.read(buffer)) {
            note(buffer, length);
        }
    }

    private byte[] reply() {
        // LDAPMessage 1, ExtendedResponse: result code, empty matched DN and message.
        return new byte[] {0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, (byte) answer, 4, 0, 4, 0};
    }

    private synchronized void note(byte[] buffer, int length) {
        received.write(buffer, 0, Math.max(0, length));
    }

    synchronized String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    int connections() {
        return connections.get();
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
