package dev.hubwright.hub.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {

    private final Pages pages = Pages.create("/", List.of(), "1");

    @ParameterizedTest
    @CsvSource({
        "style.css, text/css; charset=utf-8",
        "logo.svg, image/svg+xml",
        "progress.js, text/javascript; charset=utf-8",
        "times.js, text/javascript; charset=utf-8"
    })
    void servesItsFilesWithTheirTypes(String path, String contentType) {
        Asset asset = pages.asset(path).orElseThrow();

        assertThat(asset.contentType()).isEqualTo(contentType);
        assertThat(asset.etag()).matches("\"[\\w-]{22}\"");
        assertThat(asset.cacheControl()).isEqualTo("public, max-age=3600");
        assertThat(new String(asset.bytes(), UTF_8)).isNotBlank();
        assertThat(asset.content().isReadOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ".",
                "..",
                "../templates/home.html",
                "x/../style.css",
                "./style.css",
                "/style.css",
                "%2e%2e/templates/home.html",
                "..%2ftemplates/home.html",
                "..\\templates\\home.html",
                "/etc/passwd",
                "style.css\0",
                "style.css\0.svg",
                "STYLE.CSS",
                "style.css?v=1",
                "Pages.class"
            })
    void findsNothingElse(String path) {
        assertThat(pages.asset(path)).isEmpty();
    }

    @Test
    void marksAddressesWithTheContent() {
        String mark = pages.asset("style.css").orElseThrow().etag().substring(1, 9);

        assertThat(pages.logout(new LogoutPage(Chrome.anonymous("t"))))
                .contains("/hub/static/style.css?v=" + mark + "\"");
    }

    @Test
    void loadsNothingFromElsewhere() {
        assertThat(new String(pages.asset("style.css").orElseThrow().bytes(), UTF_8))
                .doesNotContain("url(", "@import", "http:", "https:");
    }
}
