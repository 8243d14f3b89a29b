package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
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

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: " + BYTES, "Connection: close"})
    void arriveOfAnAnswer(String field) throws IOException {
        Backend closing = proxy.route("/", sending("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n"));

        assertThat(readLate(closing, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .allMatch(length -> length >= BYTES);
    }

    @Test
    void arriveOfAWebSocket() throws IOException {
        Backend closing = proxy.route("/", sending(WebSocketTest.AGREED));

        assertThat(readLate(closing, WebSocketTest.OPENING)).allMatch(length -> length == BYTES);
    }

    private static Backend sending(String head) {
        return Backend.running(wire -> {
            wire.message();
            wire.send(head).send(new byte[BYTES]);
        });
    }

    /** How much each of many clients gets that read nothing before the server has closed its side. */
    private List<Integer> readLate(Backend closing, String request) throws IOException {
        List<Wire> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> proxy.connect().send(request))
                .toList();
        Eventually.holds(() -> closing.acceptedConnections() == CLIENTS && closing.openConnections() == 0);
        return clients.stream().map(LastBytesIT::length).toList();
    }

    private static int length(Wire client) {
        client.head();
        return client.rest().length();
    }
}
