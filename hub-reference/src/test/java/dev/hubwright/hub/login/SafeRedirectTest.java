package dev.hubwright.hub.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeRedirectTest {

    private static final String ORIGIN = "https://hub.example.org";

    @ParameterizedTest
    @CsvSource({
        "/hub/home, /hub/home",
        "/user/alice/lab?a=b#c, /user/alice/lab?a=b#c",
        "https://hub.example.org/user/alice/, /user/alice/",
        "//hub.example.org/user/alice/, /user/alice/",
        "https://hub.example.org//evil.example, /evil.example",
        "https://hub.example.org///evil.example, /evil.example"
    })
    void leadsToPathsOfOurs(String next, String path) {
        assertThat(SafeRedirect.path(next, ORIGIN, "/")).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "home",
                "//evil.example",
                "///evil.example",
                "////evil.example",
                "\\\\evil.example",
                "\\/evil.example",
                "https://evil.example/",
                "https:evil.example",
                "https://hub.example.org.evil.example/",
                "https://hub.example.org@evil.example/",
                "//hub.example.org.evil.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "/\t/evil.example",
                "\t//evil.example",
                "/\n/evil.example",
                " //evil.example",
                "/\u0000/evil",
                "http://hub.example.org/",
                "https://evilhub.example.org/"
            })
    void leadsNowhereElse(String next) {
        assertThat(SafeRedirect.path(next, ORIGIN, "/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/other/", "/hubwright", "/"})
    void staysBelowTheBasePath(String next) {
        assertThat(SafeRedirect.path(next, ORIGIN, "/hubs/one/")).isEmpty();
    }

    @Test
    void turnsABackslashAfterTheFirstSlashIntoSomethingHarmless() {
        assertThat(SafeRedirect.path("/\\evil.example", ORIGIN, "/")).contains("/%5Cevil.example");
    }
}
