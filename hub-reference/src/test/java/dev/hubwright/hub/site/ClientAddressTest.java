package dev.hubwright.hub.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.hub.web.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void believesOurOwnProxyAboutWhoCalledIt() {
        assertThat(addressOf(new ClientAddress(List.of()), request("127.0.0.1", "192.0.2.7")))
                .isEqualTo("192.0.2.7");
    }

    @Test
    void doesNotBelieveWhatTheBrowserClaims() {
        assertThat(addressOf(new ClientAddress(List.of()), request("127.0.0.1", "203.0.113.9, 192.0.2.7")))
                .isEqualTo("192.0.2.7");
    }

    @Test
    void looksBehindProxiesThatTheOperatorNames() {
        assertThat(addressOf(new ClientAddress(List.of("192.0.2.7")), request("127.0.0.1", "203.0.113.9,192.0.2.7")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void looksBehindWholeNetworksOfThem() {
        ClientAddress addresses = new ClientAddress(List.of("192.0.2.0/24", "2001:db8::/32"));

        assertThat(addressOf(addresses, request("127.0.0.1", "203.0.113.9, 2001:db8::7, 192.0.2.7")))
                .isEqualTo("203.0.113.9");
        assertThat(addressOf(addresses, request("192.0.2.200", "203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(addressOf(addresses, request("192.0.3.1", "203.0.113.9"))).isEqualTo("192.0.3.1");
    }

    @Test
    void believesNobodyElse() {
        assertThat(addressOf(new ClientAddress(List.of()), request("198.51.100.3", "203.0.113.9")))
                .isEqualTo("198.51.100.3");
    }

    @Test
    void knowsWhoConnectedToOurOwnProxyOnlyFromThatProxy() {
        ClientAddress addresses = new ClientAddress(List.of("192.0.2.7"));

        assertThat(addresses
                        .resolve(request("127.0.0.1", "203.0.113.9,192.0.2.7"))
                        .forwardedBy())
                .as("any process of this machine can say so")
                .isEmpty();
    }

    private static String addressOf(ClientAddress addresses, Request request) {
        return addresses.resolve(request).peerAddress();
    }

    private static Request request(String peer, String forwardedFor) {
        return Request.of("GET", "/", List.of(Map.entry("X-Forwarded-For", forwardedFor)), new byte[0], peer);
    }
}
