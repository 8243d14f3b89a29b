package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations of the kinds that people have, each beside what is read from it and what is said about it. What is
 * expected is written down with {@code -Dhubwright.docs.update=true} and read by a person.
 */
class GalleryTest {

    private static final Path FOLDER =
            Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings", "gallery");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.toString().matches(".*[.](expected|effective)"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsWhatPeopleWrite(Path file) throws IOException {
        Document.mustBe(Path.of(file + ".expected"), Dump.of(List.of(file)));
    }

    /** Without the lines that are refused. */
    @Test
    void carriesOverAllValuesOfTheChart(@TempDir Path folder) throws IOException {
        Path file = FOLDER.resolve("46-helm-everything.yaml");
        List<String> refused =
                List.of("loadRoles:", "services:", "templateVars:", "consecutiveFailureLimit:", "packed:");
        Path filled = folder.resolve(file.getFileName());
        Files.write(
                filled,
                Files.readAllLines(file).stream()
                        .map(line -> refused.stream().anyMatch(line.strip()::startsWith) ? "" : line)
                        .toList());

        SourceSystemsTest.mustBe(Path.of(file + ".effective"), file, filled);
    }

    @Test
    void hasManyOfThem() throws IOException {
        assertThat(files()).hasSizeGreaterThan(40);
    }
}
