package dev.hubwright.hub.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own that begins every answer, ends none, and may be killed. Prints its port. */
final class HalfTarget implements AutoCloseable {

    private final Process process;

    HalfTarget() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfTarget.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs until it is killed. */
    public static void main(String... none) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println(server.getLocalPort());
        List<Socket> open = new ArrayList<>();
        while (true) {
            Socket client = server.accept();
            open.add(client);
            byte[] first = new byte[1000];
            String request =
                    new String(first, 0, Math.max(0, client.getInputStream().read(first)), StandardCharsets.US_ASCII);
            client.getOutputStream().write(answer(request).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String answer(String request) {
        if (request.startsWith("GET /sized ")) {
            return "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf";
        }
        return request.startsWith("GET /chunked ")
                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
                : "HTTP/1.1 101 Agreed\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhalf";
    }
}
