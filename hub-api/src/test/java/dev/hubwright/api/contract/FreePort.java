package dev.hubwright.api.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports for programs that have to be told one. They lie below those that the kernel gives out by itself, so that no
 * connection takes one before the program does, and below those that clusters give to services.
 */
public final class FreePort {

    private static final int FIRST = 15_000;
    private static final int COUNT = 14_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** One that nobody listens at, and that this JVM has not been given before. */
    public static int take() {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
        throw new AssertionError("All ports are taken");
    }
}
