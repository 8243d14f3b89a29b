package dev.hubwright.hub.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A browser's window to the console, over a web socket. One that reads too slowly is closed, and may come again. */
final class SocketWindow implements Console.Window {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_OF_PATIENCE = 10;
    /** More than a console keeps, so that a new window gets all of that without anybody waiting for it. */
    private static final int MAX_BEHIND = 4 * 1024 * 1024;

    private final ServerWebSocket socket;
    private final Semaphore room = new Semaphore(0);

    SocketWindow(ServerWebSocket socket) {
        this.socket = socket;
        socket.setWriteQueueMaxSize(MAX_BEHIND);
        socket.drainHandler(any -> room.release());
    }

    @Override
    public void show(Frames.Frame frame) {
        if (socket.isClosed()) {
            return;
        }
        ObjectNode message = JSON.createObjectNode().put("kind", frame.kind()).put("text", frame.text());
        socket.writeTextMessage(message.toString());
        // The state is told under the console's lock, where nobody may wait.
        if (socket.writeQueueFull() && !frame.kind().equals("state")) {
            awaitRoom();
        }
    }

    private void awaitRoom() {
        try {
            room.drainPermits();
            if (socket.writeQueueFull() && !room.tryAcquire(SECONDS_OF_PATIENCE, TimeUnit.SECONDS)) {
                socket.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            socket.close();
        }
    }
}
