package dev.hubwright.hub.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One side of a TCP connection on which a test writes and reads exact bytes, as ISO-8859-1. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    Wire(Socket socket) {
        this.socket = socket;
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wire to(int port) {
        try {
            return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that one message held. */
    record Message(String head, String body) {

        int status() {
            return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ")[1].strip());
        }

        String start() {
            return head.lines().findFirst().orElse("");
        }

        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        String header(String name) {
            return String.join(" | ", all(name));
        }
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    Wire send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Wire get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: hub.test\r\n\r\n");
    }

    /** One message; empty at the end of the connection. */
    Message message() {
        return message(true);
    }

    /** The answer to a HEAD request. */
    Message answerToHead() {
        return message(false);
    }

    /** What is left until the other side closes; a reset counts as closing. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                rest.write(b);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException("The other side did not close after " + rest.size() + " bytes", e);
        } catch (IOException e) {
            return rest.toString(StandardCharsets.ISO_8859_1);
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    String read(int length) {
        try {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String head() {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line);
            if (line.equals("\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message message(boolean withBody) {
        Message message = new Message(head(), "");
        boolean none = !withBody
                || message.head().isEmpty()
                || message.start().contains(" 101 ")
                || message.start().contains(" 204 ")
                || message.start().contains(" 304 ")
                || message.start().contains(" 100 ");
        return none ? message : new Message(message.head(), body(message));
    }

    private String body(Message message) {
        if (message.header("Transfer-Encoding").equals("chunked")) {
            return chunks();
        }
        if (!message.header("Content-Length").isEmpty()) {
            return read(Integer.parseInt(message.header("Content-Length")));
        }
        return message.start().startsWith("HTTP/") ? rest() : "";
    }

    private String chunks() {
        StringBuilder body = new StringBuilder();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.append(read(size));
            line();
        }
        line();
        return body.toString();
    }

    private int chunkSize() {
        String line = line().strip();
        if (line.isEmpty()) {
            throw new IllegalStateException("The connection ended before the last chunk");
        }
        return Integer.parseInt(line, 16);
    }

    private String line() {
        try {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.append((char) b);
                if (b == '\n') {
                    break;
                }
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
