import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Both ends of web sockets that lead through a proxy; after the handshake the bytes need not be frames, as no proxy here
 * looks into them.
 *
 * <p>{@code echo PORT} answers, {@code open PORT COUNT ROUNDS} opens and measures: when all are open it prints a line and
 * waits for one, so that somebody else can read the proxy's memory while all are idle.
 */
final class WebSockets {

    private static final byte[] OPENING = ("GET /ws HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AGREED = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int MESSAGE = 64;

    private WebSockets() {}

    public static void main(String... arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("echo")) {
            echo(port);
        } else {
            open(port, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    private static void echo(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", port), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        while (true) {
            selector.select(key -> {
                try {
                    if (key.isAcceptable()) {
                        SocketChannel accepted = server.accept();
                        accepted.configureBlocking(false);
                        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        accepted.register(selector, SelectionKey.OP_READ, new boolean[1]);
                    } else {
                        answer(key, buffer.clear());
                    }
                } catch (IOException e) {
                    key.cancel();
                }
            });
        }
    }

    private static void answer(SelectionKey key, ByteBuffer buffer) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        boolean[] open = (boolean[]) key.attachment();
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        // A handshake comes in one piece on this machine.
        ByteBuffer sent = open[0] ? buffer.flip() : ByteBuffer.wrap(AGREED);
        open[0] = true;
        while (sent.hasRemaining()) {
            channel.write(sent);
        }
    }

    private static void open(int port, int count, int rounds) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(ByteBuffer.wrap(OPENING));
            readHead(channel);
            channels.add(channel);
        }
        System.out.println("open");
        if (System.in.read() < 0) {
            return;
        }
        long[] nanos = new long[count * rounds];
        ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
        for (int i = 0; i < nanos.length; i++) {
            SocketChannel channel = channels.get(i % count);
            long start = System.nanoTime();
            channel.write(message.clear());
            for (message.clear(); message.hasRemaining(); ) {
                if (channel.read(message) < 0) {
                    throw new IOException("closed");
                }
            }
            nanos[i] = System.nanoTime() - start;
        }
        // The first round finds caches and compilers cold.
        long[] counted = Arrays.copyOfRange(nanos, count, nanos.length);
        Arrays.sort(counted);
        System.out.println(counted[counted.length / 2] / 1000 + " " + counted[counted.length * 99 / 100] / 1000);
    }

    private static void readHead(SocketChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1024);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("refused: " + head);
            }
            head.append(StandardCharsets.ISO_8859_1.decode(one.flip()));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("refused: " + head);
        }
    }
}
