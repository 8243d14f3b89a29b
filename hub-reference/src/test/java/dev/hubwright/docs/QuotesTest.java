package dev.hubwright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation quotes is code that is compiled and tested, word for word. */
class QuotesTest {

    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "hubwright", "examples");

    private static final Pattern JAVA = Pattern.compile("(?ms)^(?:<!-- (\\w+)\\.java -->\n)?```java\n.*?^```$");

    private static final Pattern QUOTE = Pattern.compile("(?s)// quote\n(.*?)\n// end of quote\n");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> examples = Files.list(Document.FOLDER.resolve("examples"))) {
            Stream<Path> guides =
                    Stream.of("embedding.md", "writing-a-provider.md").map(Document.FOLDER::resolve);
            return Stream.concat(examples.toList().stream(), guides);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void quotesAreTheSource(Path document) throws IOException {
        String text = Files.readString(document);
        Document.mustBe(document, JAVA.matcher(text).replaceAll(block -> Matcher.quoteReplacement(quoted(block))));
    }

    private static String quoted(MatchResult block) {
        assertThat(block.group(1))
                .describedAs("the class that is quoted, named in the line above it")
                .isNotNull();
        return "<!-- " + block.group(1) + ".java -->\n```java\n" + source(block.group(1)) + "\n```";
    }

    private static String source(String name) {
        try {
            Matcher quote = QUOTE.matcher(Files.readString(SOURCES.resolve(name + ".java")));
            assertThat(quote.find())
                    .describedAs(name + " has the two lines around what is quoted")
                    .isTrue();
            return quote.group(1);
        } catch (IOException e) {
            throw new AssertionError("There is no example " + name, e);
        }
    }
}
