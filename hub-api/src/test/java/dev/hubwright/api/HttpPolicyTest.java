package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPolicyTest {

    private static final HttpPolicy POLICY = HttpPolicy.of(Map.of(
            "https_proxy", "http://hub:pa55@proxy.example.org:3128",
            "HTTP_PROXY", "plain.example.org:8080",
            "no_proxy", "intern.example.org, .local,  10.0.0.7:443"));

    @ParameterizedTest
    @CsvSource({
        "https://login.example.org/x, proxy.example.org",
        "http://login.example.org/x, plain.example.org",
        "https://notintern.example.org, proxy.example.org",
        "https://locale, proxy.example.org"
    })
    void sendsTheWorldThroughAProxy(URI target, String proxy) {
        assertThat(POLICY.proxyFor(target)).map(URI::getHost).hasValue(proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "https://intern.example.org",
        "https://INTERN.example.org",
        "https://sso.intern.example.org:8443",
        "https://sso.local",
        "https://10.0.0.7",
        "http://localhost:8080",
        "http://127.0.0.3",
        "https://[::1]:8443"
    })
    void reachesSomeDirectly(URI target) {
        assertThat(POLICY.proxyFor(target)).isEmpty();
    }

    @Test
    void usesNoProxyUnlessTold() {
        assertThat(HttpPolicy.of(Map.of("no_proxy", "*")).proxyFor(URI.create("https://a.example.org")))
                .isEmpty();
        assertThat(HttpPolicy.of(Map.of("https_proxy", "http://p:1", "no_proxy", "*"))
                        .proxyFor(URI.create("https://a.example.org")))
                .isEmpty();
    }

    @Test
    void saysWhichVariableIsWrong() {
        assertThatThrownBy(() -> HttpPolicy.of(Map.of("https_proxy", "http://hub:pa55@proxy")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("https_proxy is not the address of a proxy")
                .hasMessageNotContaining("pa55");
    }

    @Test
    void showsNoPassword() {
        assertThat(POLICY.toString()).contains("proxy.example.org:3128").doesNotContain("pa55");
    }
}
