package dev.hubwright.hub.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server behind the proxy that does what a script says on each connection and remembers what it was asked. */
final class Backend implements AutoCloseable {

    /** Runs once for each connection, which is closed when it returns. */
    interface Script {

        void serve(Wire wire) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Wire.Message> requests = new CopyOnWriteArrayList<>();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private Backend(Script script) {
        this.script = script;
        try {
            this.listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    static Backend running(Script script) {
        return new Backend(script);
    }

    /** Answers every request with the same text. */
    static Backend answering(String response) {
        Backend[] self = new Backend[1];
        self[0] = new Backend(wire -> {
            while (self[0].request(wire)) {
                wire.send(response);
            }
        });
        return self[0];
    }

    /** Answers every request with what it received. */
    static Backend echoing() {
        Backend[] self = new Backend[1];
        self[0] = new Backend(wire -> {
            while (self[0].request(wire)) {
                Wire.Message last = self[0].last();
                String body = last.head() + last.body();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
        return self[0];
    }

    int port() {
        return listener.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Reads and remembers one request; false at the end of the connection. */
    boolean request(Wire wire) {
        Wire.Message request = wire.message();
        if (request.head().isEmpty()) {
            return false;
        }
        requests.add(request);
        return true;
    }

    List<Wire.Message> requests() {
        return requests;
    }

    Wire.Message last() {
        return requests.get(requests.size() - 1);
    }

    int openConnections() {
        return open.size();
    }

    int acceptedConnections() {
        return accepted.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Wire::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Wire wire = new Wire(socket);
                accepted.incrementAndGet();
                open.add(wire);
                daemon(() -> serve(wire));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Wire wire) {
        try (wire) {
            script.serve(wire);
        } catch (IOException | UncheckedIOException e) {
            // The proxy went away, which many tests want.
        } finally {
            open.remove(wire);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "backend");
        thread.setDaemon(true);
        thread.start();
    }
}
