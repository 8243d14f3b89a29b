package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriRulesTest {

    /** What is sent on, and the decoded segments that are matched, joined by a bar. */
    @ParameterizedTest
    @CsvSource({
        "/, /, ''",
        "/?q=/../x, /?q=/../x, ''",
        "/a/b, /a/b, a|b",
        "/a/b/, /a/b/, a|b|",
        "/a/../raw/x, /raw/x, raw|x",
        "/a/%2e%2E/raw, /raw, raw",
        "/a/.%2e/raw, /raw, raw",
        "/a/./b/., /a/b/, a|b|",
        "/a/b/.., /a/, a|",
        "/../../x, /x, x",
        "/a/..., /a/..., a|...",
        "/a\\b\\..\\c, /a/c, a|c",
        "/a?x\\y, /a?x\\y, a",
        "//evil/raw/z, //evil/raw/z, |evil|raw|z",
        "/user//alice, /user//alice, user||alice",
        "/raw%2fq, /raw%2fq, raw|q",
        "/%72aw, /%72aw, raw",
        "/user/al%40x, /user/al%40x, user|al@x",
        "/user/al@x, /user/al@x, user|al@x",
        "/user/%C3%A9, /user/%C3%A9, user|é",
        "/a;p=1/b, /a;p=1/b, a;p=1|b",
        "/a%5c..%5cb, /a%5c..%5cb, a\\..\\b",
        "/a%3Fb, /a%3Fb, a?b",
        "/a%25b, /a%25b, a%b",
        "/a%0d%0ab, /a%0d%0ab, 'a\r\nb'",
        "http://hub.test/a/../b?c, /b?c, b",
        "https://HUB.test?c, /?c, ''",
    })
    void matchAndSendOnTheSamePath(String target, String uri, String segments) throws BadRequest {
        UriRules.Location location = UriRules.resolve(target, "hub.test");

        assertThat(location.uri()).isEqualTo(uri);
        assertThat(String.join("|", location.segments())).isEqualTo(segments);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b/c?q=/x, 0, /a/b/c?q=/x",
        "/a/b/c?q=/x, 1, /b/c?q=/x",
        "/a/b/c?q=/x, 2, /c?q=/x",
        "/a/b, 2, /",
        "/a/b/, 2, /",
        "/a/b?q, 2, /?q",
        "/al%40ice/lab, 1, /lab",
        "/al%2fice/lab, 1, /ice/lab",
        "/al%2Fice/lab, 2, /lab",
        "/a, 5, /",
    })
    void takeAwayWhatChoseTheRoute(String target, int segments, String rest) throws BadRequest {
        assertThat(UriRules.resolve(target, "hub.test").uriBehind(segments)).isEqualTo(rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/a%",
                "/a%4",
                "/%zz",
                "/%-1",
                "/%ff",
                "/%c0%80",
                "/%ed%a0%80",
                "/a b",
                "/a\u007f",
                "/é",
                "/a#b",
                "a",
                "*",
                "http://other/a",
                "http://u@hub.test/a",
                "http://hub.test:81/",
                "ftp://hub.test/"
            })
    void refuseWhatCouldMeanTwoThings(String target) {
        assertThatThrownBy(() -> UriRules.resolve(target, "hub.test"))
                .isInstanceOfSatisfying(
                        BadRequest.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void answer500ToALoneEscapeOnly() {
        assertThatThrownBy(() -> UriRules.resolve("/%", "h"))
                .isInstanceOfSatisfying(
                        BadRequest.class, e -> assertThat(e.status()).isEqualTo(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "hub.test:8000", "[::1]", "[2001:db8::7]:443", "my_pod", "192.0.2.1"})
    void acceptHosts(String host) throws BadRequest {
        assertThat(UriRules.host(List.of(host), true)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "u@h", "hub/user", "h:", "h:x", "[::1", "::1", "h,h", "h\u0000"})
    void refuseHosts(String host) {
        assertThatThrownBy(() -> UriRules.host(List.of(host), true)).isInstanceOf(BadRequest.class);
    }

    @Test
    void needAHostUnlessTheClientIsOld() throws BadRequest {
        assertThat(UriRules.host(List.of(), false)).isEmpty();
        assertThatThrownBy(() -> UriRules.host(List.of(), true)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> UriRules.host(List.of("a", "a"), false)).isInstanceOf(BadRequest.class);
    }

    @ParameterizedTest
    @CsvSource({"h, 80", "h:8443, 8443", "[::1], 80", "[::1]:8000, 8000", "'', 80"})
    void findThePortOfAHost(String host, String port) {
        assertThat(UriRules.port(host, "80")).isEqualTo(port);
    }
}
