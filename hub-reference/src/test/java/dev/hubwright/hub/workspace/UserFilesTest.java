package dev.hubwright.hub.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.hub.web.HttpError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFilesTest {

    @TempDir
    Path folder;

    private Path home;
    private Path outside;
    private UserFiles files;

    @BeforeEach
    void start() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        outside = Files.createDirectory(folder.resolve("home-of-others"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectory(home.resolve("b"));
        Files.writeString(home.resolve("a"), "text");
        files = new UserFiles(home);
    }

    @Test
    void listsFoldersFirst() throws IOException {
        Files.writeString(home.resolve("B.txt"), "");
        Files.createSymbolicLink(home.resolve("nowhere"), home.resolve("nothing"));

        assertThat(files.list("")).extracting(UserFiles.Entry::name).containsExactly("b", "a", "B.txt");
        assertThat(files.list("b")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../home-of-others/secret",
                "b/../../home-of-others/secret",
                "/etc/passwd",
                "b//../a",
                "./a",
                "b/",
                "a\0",
                "."
            })
    void leadsNowhereElseByNames(String path) {
        for (ThrowingCallable attempt : everything(path)) {
            assertThatThrownBy(attempt).isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status())
                    .isIn(400, 404));
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @ParameterizedTest
    @CsvSource({"link, link/secret", "link, link/new", "secret, secret"})
    void leadsNowhereElseByLinks(String link, String path) throws IOException {
        Files.createSymbolicLink(home.resolve(link), link.equals("link") ? outside : outside.resolve("secret"));

        for (ThrowingCallable attempt : everything(path).subList(0, 4)) {
            assertThatThrownBy(attempt).isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status())
                    .isIn(403, 404));
        }
        assertThatThrownBy(() -> files.list("link")).isInstanceOf(HttpError.class);
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    private List<ThrowingCallable> everything(String path) {
        return List.of(
                () -> files.readable(path),
                () -> files.text(path),
                () -> files.beside(path),
                () -> files.replace(path, written("x"), Optional.of("*")),
                () -> files.list(path),
                () -> files.delete(path),
                () -> files.makeFolder(path));
    }

    @Test
    void writesThroughNoLinkThatLeadsNowhereYet() throws IOException {
        Files.createSymbolicLink(home.resolve("dangling"), outside.resolve("new"));

        assertThatThrownBy(() -> files.replace("dangling", written("x"), Optional.of("*")))
                .isInstanceOf(HttpError.class);
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void deletesALinkAndNotWhatItLeadsTo() throws IOException {
        Files.createSymbolicLink(home.resolve("link"), outside);

        files.delete("link");

        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(home.resolve("link")).doesNotExist();
    }

    @Test
    void savesWhatNobodyHasChangedMeanwhile() throws IOException {
        Files.setPosixFilePermissions(home.resolve("a"), PosixFilePermissions.fromString("rwx------"));
        UserFiles.Text text = files.text("a");
        assertThat(text.text()).isEqualTo("text");

        String next = files.replace("a", written("more"), Optional.of(text.version()));

        assertThat(home.resolve("a")).hasContent("more");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("a"))))
                .isEqualTo("rwx------");
        assertThat(files.text("a").version()).isEqualTo(next);
        assertThatThrownBy(() -> files.replace("a", written("other"), Optional.of(text.version())))
                .isInstanceOfSatisfying(
                        HttpError.class, e -> assertThat(e.status()).isEqualTo(412));
        assertThatThrownBy(() -> files.replace("a", written("other"), Optional.empty()))
                .isInstanceOfSatisfying(
                        HttpError.class, e -> assertThat(e.status()).isEqualTo(409));
        Files.delete(home.resolve("a"));
        assertThatThrownBy(() -> files.replace("a", written("other"), Optional.of(next)))
                .as("gone is changed")
                .isInstanceOf(HttpError.class);
    }

    @Test
    void editsTextsOnly() throws IOException {
        Files.write(home.resolve("picture"), new byte[] {(byte) 0xff, (byte) 0xd8, 0});
        Files.write(home.resolve("large"), new byte[UserFiles.MAX_TEXT + 1]);

        for (String name : new String[] {"picture", "large"}) {
            assertThatThrownBy(() -> files.text(name))
                    .isInstanceOfSatisfying(
                            HttpError.class, e -> assertThat(e.status()).isEqualTo(415));
            assertThat(files.readable(name)).exists();
        }
        assertThatThrownBy(() -> files.readable("b")).isInstanceOf(HttpError.class);
    }

    @Test
    void makesAndDeletesFolders() throws IOException {
        files.makeFolder("b/c");
        assertThatThrownBy(() -> files.makeFolder("b/c")).isInstanceOf(HttpError.class);
        assertThatThrownBy(() -> files.delete("b")).hasMessage("The folder is not empty");

        files.delete("b/c");

        assertThat(home.resolve("b/c")).doesNotExist();
    }

    private Path written(String text) throws IOException {
        return Files.writeString(Files.createTempFile(home, ".unfinished-", ""), text);
    }
}
