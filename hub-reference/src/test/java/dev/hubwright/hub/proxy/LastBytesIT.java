package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that closes its connection when it has sent everything must not cost a slow reader the end of it. */
@Timeout(180)
class LastBytesIT {

    private static final int CLIENTS = 10;
    private static final int BYTES = 8 << 20;
    private static final int CHUNK = 64 * 1024;

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    private final AtomicLong sent = new AtomicLong();

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: " + BYTES, "Connection: close"})
    void arriveOfAnAnswer(String field) {
        proxy.route("/", sending("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n"));

        assertThat(readLate("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .allMatch(length -> length >= BYTES);
    }

    @Test
    void arriveOfAWebSocket() {
        proxy.route("/", sending(WebSocketTest.AGREED));

        assertThat(readLate(WebSocketTest.OPENING)).allMatch(length -> length == BYTES);
    }

    private Backend sending(String head) {
        return Backend.running(wire -> {
            wire.message();
            wire.send(head);
            for (int i = 0; i < BYTES; i += CHUNK) {
                wire.send(new byte[CHUNK]);
                sent.addAndGet(CHUNK);
            }
        });
    }

    /** How much each of many clients gets that read nothing before the servers have closed, or can send no more. */
    private List<Integer> readLate(String request) {
        List<Wire> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> proxy.connect().send(request))
                .toList();
        Eventually.settled(sent::get);
        return clients.stream().map(LastBytesIT::length).toList();
    }

    private static int length(Wire client) {
        client.head();
        return client.rest().length();
    }
}
