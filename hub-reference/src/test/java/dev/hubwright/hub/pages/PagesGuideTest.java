package dev.hubwright.hub.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void everyFieldOfAPageIsNamed(Class<?> page) {
        assertThat(page.getRecordComponents())
                .extracting(RecordComponent::getName)
                .filteredOn(name -> !name.equals("chrome"))
                .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
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
