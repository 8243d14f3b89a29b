package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a page as people see it, in both colour schemes, on a desk and on a phone. It must fit, keep nobody out, and
 * break none of its own policy. A picture of each is kept in {@code target/screenshots}.
 */
final class Looks {

    private static final int DESK = 1280;
    private static final int PHONE = 360;
    private static final int HEIGHT = 800;

    private final List<String> complaints = new ArrayList<>();

    /** Listens to what the browser has against this page from now on. */
    Looks(Page page) {
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    /** Looks at what the page shows now, and leaves it as on a desk. */
    void at(Page page, String name) {
        for (String scheme : List.of("dark", "light")) {
            // Playwright sends names in lower case of the default locale, which for LIGHT is a Turkish word here.
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme.equals("dark") ? ColorScheme.DARK : null));
            for (int width : new int[] {PHONE, DESK}) {
                page.setViewportSize(width, HEIGHT);
                String look = name + "-" + scheme + "-" + width;
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target", "screenshots", look + ".png")));
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .as(look + " is no wider than the screen")
                        .isEqualTo(width);
                assertThat(Axe.complaints(page)).as(look).isEmpty();
            }
        }
        assertThat(complaints).as(name).isEmpty();
    }
}
