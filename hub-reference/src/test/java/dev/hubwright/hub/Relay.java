package dev.hubwright.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Leads from all addresses of this machine to a port that listens on its own alone, so that pods reach it. */
final class Relay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int target;

    Relay(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket one = server.accept();
                Socket other = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.execute(() -> pump(one, other));
                threads.execute(() -> pump(other, one));
            } catch (IOException e) {
                // The next one that comes may find what this one did not.
                continue;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Whichever side goes first ends the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
