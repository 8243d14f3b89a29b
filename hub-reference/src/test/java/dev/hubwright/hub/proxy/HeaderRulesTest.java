package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    private static final HeaderRules.Received RECEIVED =
            new HeaderRules.Received("192.0.2.9", "8000", "http", "hub.test:8000");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "keep-alive",
                "Proxy-Authorization",
                "PROXY-CONNECTION",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade"
            })
    void dropWhatConcernsOneConnection(String name) {
        assertThat(HeaderRules.endToEnd(fields(name, "x", "X-Kept", "y"))).containsExactly(Map.entry("X-Kept", "y"));
    }

    @Test
    void dropWhatConnectionNames() {
        assertThat(HeaderRules.endToEnd(
                        fields("Connection", "close, X-A", "connection", "x-b", "X-A", "1", "X-B", "2")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "host",
                "Authorization",
                "Cookie",
                "Origin",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "Sec-WebSocket-Key",
                "Set-Cookie"
            })
    void keepProtectedFieldsThatConnectionNames(String name) {
        assertThat(HeaderRules.endToEnd(fields("Connection", name, name, "v"))).containsExactly(Map.entry(name, "v"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X A", "X-A ", " X-A", "X\tA", "", "X\u00e9", "X\r"})
    void refuseMalformedNames(String name) {
        assertThatThrownBy(() -> HeaderRules.endToEnd(fields(name, "v"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepOrderAndRepetition() {
        assertThat(HeaderRules.endToEnd(fields("B", "1", "a", "2", "B", "3")))
                .containsExactly(Map.entry("B", "1"), Map.entry("a", "2"), Map.entry("B", "3"));
    }

    @Test
    void addWhoAsked() {
        assertThat(HeaderRules.forTarget(fields("Host", "hub.test:8000"), RECEIVED))
                .containsExactly(
                        Map.entry("Host", "hub.test:8000"),
                        Map.entry("X-Forwarded-For", "192.0.2.9"),
                        Map.entry("X-Forwarded-Port", "8000"),
                        Map.entry("X-Forwarded-Proto", "http"),
                        Map.entry("X-Forwarded-Host", "hub.test:8000"));
    }

    @Test
    void appendToWhatAnotherProxyAdded() {
        List<Map.Entry<String, String>> sent = HeaderRules.forTarget(
                fields(
                        "x-forwarded-for", "198.51.100.1, 198.51.100.2",
                        "X-Forwarded-For", "198.51.100.3",
                        "X-Forwarded-Host", "public.test"),
                RECEIVED);

        assertThat(sent)
                .contains(Map.entry("X-Forwarded-For", "198.51.100.1,198.51.100.2,198.51.100.3,192.0.2.9"))
                .contains(Map.entry("X-Forwarded-Host", "public.test"));
        assertThat(sent).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"https, https", "HTTPS, https", "'https,http', https", "javascript, http", "'', http", "wss, wss"})
    void tellOneSchemeWhichIsTheBrowsers(String given, String told) {
        assertThat(HeaderRules.forTarget(fields("X-Forwarded-Proto", given), RECEIVED))
                .filteredOn(field -> field.getKey().equalsIgnoreCase("X-Forwarded-Proto"))
                .containsExactly(Map.entry("X-Forwarded-Proto", told));
    }

    @ParameterizedTest
    @CsvSource({"chunked, true", "CHUNKED, true", "'gzip, chunked', false", "identity, false", "xchunked, false"})
    void knowOneEncodingForTransfer(String encoding, boolean plain) {
        assertThat(HeaderRules.isPlainlyFramed(List.of(encoding))).isEqualTo(plain);
        assertThat(HeaderRules.isPlainlyFramed(List.of())).isTrue();
    }

    @Test
    void findTokensInAnyCaseWithoutTheUsersLanguage() {
        assertThat(HeaderRules.hasToken("connection", "Upgrade", fields("CONNECTION", "keep-alive, UPGRADE")))
                .isTrue();
        assertThat(HeaderRules.endToEnd(fields("TRAILER", "x", "KEEP-ALIVE", "I")))
                .isEmpty();
    }

    private static List<Map.Entry<String, String>> fields(String... namesAndValues) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return fields;
    }
}
