package dev.hubwright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each test that docs/security.md and docs/proxy.md name is there. */
class SecurityGuideTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))\\.(\\w+)`");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([SLATE]\\d+) \\|.*$");

    @ParameterizedTest
    @CsvSource({"security.md, 40", "proxy.md, 60"})
    void namesTestsThatThereAre(String page, int atLeast) throws IOException {
        Map<String, StringBuilder> tests = tests();
        Matcher named = NAMED.matcher(Files.readString(Document.FOLDER.resolve(page)));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (named.find()) {
            found++;
            String source = String.valueOf(tests.get(named.group(1)));
            if (!source.contains("void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(atLeast);
    }

    @Test
    void nameATestForEachThreatToTheProxy() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(Document.FOLDER.resolve("proxy.md")))
                .results()
                .toList();

        assertThat(rows).allMatch(row -> NAMED.matcher(row.group()).find());
        assertThat(rows.stream().map(row -> row.group(1)))
                .containsExactlyElementsOf(
                        Stream.of(numbers("S", 18), numbers("L", 4), numbers("A", 3), numbers("T", 1), numbers("E", 1))
                                .flatMap(Function.identity())
                                .toList());
    }

    private static Stream<String> numbers(String letter, int most) {
        return IntStream.rangeClosed(1, most).mapToObj(number -> letter + number);
    }

    /** Their sources by the names of their classes, of which several may have the same. */
    private static Map<String, StringBuilder> tests() throws IOException {
        Map<String, StringBuilder> tests = new HashMap<>();
        try (Stream<Path> modules = Files.list(Document.FOLDER.resolve(".."))) {
            for (Path folder : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        tests.computeIfAbsent(name, any -> new StringBuilder()).append(Files.readString(file));
                    }
                }
            }
        }
        return tests;
    }
}
