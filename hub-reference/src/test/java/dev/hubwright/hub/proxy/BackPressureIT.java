package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However much passes through and however slow the receiver is, the proxy keeps little of it. */
@Timeout(120)
class BackPressureIT {

    private static final int CHUNK = 64 * 1024;
    private static final long GIBIBYTE = 1L << 30;
    private static final long MEBIBYTE = 1L << 20;
    /** What two connections may hold of it: {@code net.ipv4.tcp_rmem} and {@code tcp_wmem} are 32 and 4 at most by default. */
    private static final long IN_THE_KERNEL = 80 * MEBIBYTE;

    private static final long PART = 64 * MEBIBYTE;

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    private final AtomicLong sent = new AtomicLong();

    @Test
    void holdsADownloadUntilItsReaderGoesOn() throws Exception {
        long total = 160 * MEBIBYTE;
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
            pour(wire, total);
        }));
        Wire client = Wire.to(proxy.port()).get("/");

        assertThat(Eventually.settled(sent::get)).isBetween(1L, IN_THE_KERNEL);

        client.head();
        assertThat(take(client, total)).isEqualTo(total);
    }

    @Test
    void holdsAWebSocketUntilItsReaderGoesOn() throws Exception {
        long total = 160 * MEBIBYTE;
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send(WebSocketTest.AGREED);
            pour(wire, total);
        }));
        Wire client = Wire.to(proxy.port()).send(WebSocketTest.OPENING);
        client.head();

        assertThat(Eventually.settled(sent::get)).isBetween(1L, IN_THE_KERNEL);

        assertThat(take(client, Long.MAX_VALUE)).isEqualTo(total);
    }

    @Test
    void holdsAnUploadUntilTheTargetReadsOn() throws Exception {
        long total = 160 * MEBIBYTE;
        Object go = new Object();
        AtomicLong received = new AtomicLong();
        proxy.route("/", Backend.running(wire -> {
            wire.head();
            synchronized (go) {
                received.set(take(wire, total));
            }
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }));
        Wire client = Wire.to(proxy.port());
        synchronized (go) {
            startPouring(client, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + total + "\r\n\r\n", total);
            assertThat(Eventually.settled(sent::get)).isBetween(1L, IN_THE_KERNEL);
        }

        assertThat(client.message().status()).isEqualTo(200);
        assertThat(received.get()).isEqualTo(total);
    }

    @Test
    void passesAGibibyteDownAndUpInConstantMemory() throws IOException {
        long before = memory();
        AtomicLong peak = new AtomicLong(before);
        Runnable look = () -> peak.accumulateAndGet(memory(), Math::max);

        proxy.route("/down", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + GIBIBYTE + "\r\n\r\n");
            pour(wire, GIBIBYTE);
        }));
        proxy.route("/up", Backend.running(wire -> {
            wire.head();
            long got = 0;
            for (int part = 0; part < GIBIBYTE / PART; part++) {
                got += take(wire, PART);
                look.run();
            }
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + Long.toString(got).length() + "\r\n\r\n" + got);
        }));
        Wire down = Wire.to(proxy.port()).get("/down");
        down.head();
        for (long taken = 0; taken < GIBIBYTE; taken += PART) {
            assertThat(take(down, PART)).isEqualTo(PART);
            look.run();
        }
        Wire up = Wire.to(proxy.port());
        up.socket().setSoTimeout(60_000);
        startPouring(up, "PUT /up HTTP/1.1\r\nHost: h\r\nContent-Length: " + GIBIBYTE + "\r\n\r\n", GIBIBYTE);
        assertThat(up.message().body()).isEqualTo(Long.toString(GIBIBYTE));

        assertThat(peak.get() - before).isLessThan(48 * MEBIBYTE);
    }

    /** Direct memory of the proxy plus what survives a collection of the heap. */
    private static long memory() {
        System.gc();
        return PlatformDependent.usedDirectMemory()
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void startPouring(Wire wire, String head, long total) {
        Thread sender = new Thread(() -> pour(wire.send(head), total));
        sender.setDaemon(true);
        sender.start();
    }

    private void pour(Wire wire, long total) {
        byte[] chunk = new byte[CHUNK];
        for (long left = total; left > 0; left -= CHUNK) {
            wire.send(chunk);
            sent.addAndGet(CHUNK);
        }
    }

    private static long take(Wire wire, long total) {
        byte[] buffer = new byte[CHUNK];
        long received = 0;
        try {
            while (received < total) {
                int got = wire.in().read(buffer, 0, (int) Math.min(CHUNK, total - received));
                if (got < 0) {
                    break;
                }
                received += got;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return received;
    }
}
