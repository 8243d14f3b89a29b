package dev.hubwright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the documentation that follows from the code. */
public final class Document {

    /** Where the documentation is, seen from the folder that tests of this module run in. */
    public static final Path FOLDER = Path.of("..", "docs");

    private static final String UPDATE = "hubwright.docs.update";

    private Document() {}

    /** The text of a file; with the property {@code hubwright.docs.update}, it is written first. */
    public static String kept(Path file, String text) throws IOException {
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(file, text);
        }
        return Files.readString(file);
    }

    /** Asserts that a file has this text; with the property {@code hubwright.docs.update}, writes it instead. */
    public static void mustBe(Path file, String text) throws IOException {
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(file, text);
            return;
        }
        String written = Files.exists(file) ? Files.readString(file) : "";
        assertThat(written)
                .describedAs(
                        "%s has fallen behind the code; run: mvn -Pquick test -pl hub-reference -am -D%s=true"
                                + " -Dtest='QuotesTest,SettingsReferenceTest' -Dsurefire.failIfNoSpecifiedTests=false",
                        file, UPDATE)
                .isEqualTo(text);
    }
}
