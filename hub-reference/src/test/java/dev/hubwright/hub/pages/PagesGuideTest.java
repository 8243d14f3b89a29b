package dev.hubwright.hub.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/pages.md says of pages is true. */
class PagesGuideTest {

    private final String guide = read();

    @TempDir
    Path folder;

    static Stream<Class<?>> pages() {
        return Arrays.stream(Page.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesEachFieldOfAPageInItsRow(Class<?> page) {
        Set<String> fields = new TreeSet<>();
        fields(page, fields, new HashSet<>());
        fields.remove("chrome");

        assertThat(namesInRow(template(page))).as(template(page)).containsAll(fields);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesNothingThatAPageDoesNotHave(Class<?> page) {
        Set<String> known = new TreeSet<>();
        fields(page, known, new HashSet<>());
        known.addAll(List.of("title", "asCards", "passes", "changes", "possible"));
        Arrays.stream(HomePage.ServerState.values()).map(Enum::name).forEach(known::add);
        Arrays.stream(ServicesPage.ServiceState.values()).map(Enum::name).forEach(known::add);

        assertThat(namesInRow(template(page)).stream().filter(name -> !name.contains(".")))
                .as(template(page))
                .isSubsetOf(known);
    }

    @Test
    void namesEveryTemplate() throws Exception {
        // Not from the class path, where templates of an earlier build may lie.
        Path folder = Path.of("src/main/resources/dev/hubwright/hub/pages/templates");
        try (Stream<Path> templates = Files.list(folder)) {
            assertThat(templates.map(file -> "`" + file.getFileName() + "`"))
                    .allSatisfy(name -> assertThat(guide).contains(name));
        }
    }

    private Set<String> namesInRow(String template) {
        String row = guide.lines()
                .filter(line -> line.startsWith("| `" + template + "` |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no row for " + template));
        return Pattern.compile("`([^`]+)`")
                .matcher(row)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    /** {@code NotRunningPage} is shown by {@code not-running.html}. */
    static String template(Class<?> page) {
        String name = page.getSimpleName().replaceFirst("Page$", "").replace("OAuth", "Oauth");
        return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT) + ".html";
    }

    private static void fields(Class<?> record, Set<String> names, Set<Class<?>> seen) {
        if (!seen.add(record)) {
            return;
        }
        for (RecordComponent component : record.getRecordComponents()) {
            names.add(component.getName());
            Type type = component.getGenericType();
            while (type instanceof ParameterizedType container) {
                type = container.getActualTypeArguments()[0];
            }
            if (type instanceof Class<?> inner && inner.isRecord() && inner != Chrome.class) {
                fields(inner, names, seen);
            }
        }
    }

    @Test
    void theExampleReplacesTheLoginPage() throws IOException {
        Matcher example = Pattern.compile("(?s)```html\n(.*?)```").matcher(guide);
        assertThat(example.find()).isTrue();
        Files.writeString(folder.resolve("login.html"), example.group(1));

        assertThat(new SamplePages("x")
                        .render(Pages.create("/", List.of(folder), "1"))
                        .get("login"))
                .contains("Welcome to the hub of the institute.", "name=\"password\"");
    }

    private static String read() {
        try {
            return Files.readString(Document.FOLDER.resolve("pages.md"));
        } catch (IOException e) {
            throw new AssertionError("There is no guide to pages", e);
        }
    }
}
