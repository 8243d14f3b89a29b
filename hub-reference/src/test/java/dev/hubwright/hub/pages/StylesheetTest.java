package dev.hubwright.hub.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contrast as WCAG 2.2 reckons it: 4.5 for text, 3 for what marks a control. */
class StylesheetTest {

    private final String css = new String(
            Pages.create("/", List.of(), "1").asset("style.css").orElseThrow().bytes(), UTF_8);

    @ParameterizedTest
    @CsvSource({
        "ink, paper, 4.5",
        "ink, surface, 4.5",
        "ink, accent-soft, 4.5",
        "quiet, paper, 4.5",
        "quiet, surface, 4.5",
        "quiet, accent-soft, 4.5",
        "accent, surface, 4.5",
        "accent, paper, 4.5",
        "accent, accent-soft, 4.5",
        "accent-ink, accent, 4.5",
        "danger, surface, 4.5",
        "danger, danger-soft, 4.5",
        "edge, surface, 3",
        "edge, paper, 3"
    })
    void hasEnoughContrastInBothSchemes(String front, String back, double least) {
        String[] schemes = css.split("prefers-color-scheme: dark", 2);
        for (String scheme : schemes) {
            Map<String, String> colours = colours(scheme);
            assertThat(contrast(colours.get(front), colours.get(back)))
                    .as(front + " on " + back)
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new HashMap<>();
        Pattern.compile("--([a-z-]+): #([0-9a-f]{6});")
                .matcher(css)
                .results()
                .forEach(match -> colours.put(match.group(1), match.group(2)));
        return colours;
    }

    private static double contrast(String one, String other) {
        double first = luminance(one) + 0.05;
        double second = luminance(other) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(String colour) {
        return 0.2126 * linear(colour, 0) + 0.7152 * linear(colour, 2) + 0.0722 * linear(colour, 4);
    }

    private static double linear(String colour, int position) {
        double part = Integer.parseInt(colour.substring(position, position + 2), 16) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
