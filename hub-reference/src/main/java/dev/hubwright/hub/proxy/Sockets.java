package dev.hubwright.hub.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Closes connections for certain. */
final class Sockets {

    private static final long FLUSH_MILLIS = 2_000;

    private Sockets() {}

    /** Lets written bytes leave for a moment, then closes. */
    static void close(Vertx vertx, HttpConnection connection) {
        connection.close();
        if (isOpen(connection)) {
            vertx.setTimer(FLUSH_MILLIS, timer -> closeNow(connection));
        }
    }

    /** Closes without waiting for written bytes to leave. */
    static void closeNow(HttpConnection connection) {
        // Vert.x alone waits until everything is written, and a peer that reads nothing would keep the socket for ever.
        if (connection instanceof ConnectionBase base) {
            base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    private static boolean isOpen(HttpConnection connection) {
        return !(connection instanceof ConnectionBase base) || base.channel().isOpen();
    }
}
