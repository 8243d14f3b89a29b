package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings of published installations, byte for byte as their authors wrote them. */
class SourceSystemsTest {

    private static final Path FOLDER =
            Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings", "sources");

    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "<JH-IP>:<PORT>", "192.0.2.7:8000",
            "{ LDAP_POD_ID }", "10.1.0.9",
            "{ KUBE_HOST }", "https://192.0.2.1:6443",
            "<Your-Application/client-id>", "6731de76-14a6-49ae-97bc-6eba6914391e",
            "<Your-tenant-id>", "8eaef023-2b34-4da1-9baa-8bc8c9d6a490",
            "<http://localhost:8080/hub/oauth_callback>", "http://localhost:8080/hub/oauth_callback");

    /** What the authors published, by its SHA-256: not a byte may change, typographic quotes and typing slips included. */
    private static final Map<String, String> PUBLISHED = Map.of(
            "ldap-machine.py", "6f01a3d50cfb603a666d05a3a12a506f422297f913e700f83880ee717b11072e",
            "helm-azuread.yaml", "64d6a386af492ecc4d4331c742060a91c2edcfc59c66073bcb4e78c3b7e2d0fd",
            "pam-sudo.py", "07c12ea379f8bdf8e69b4cbcef4529f005307c379397abeebb31fc6ccc488673",
            "oidc-group.py", "87c15499a97c9e201e16decbc421fad81e2e442d18e752c6ee5037884e09f86d",
            "kubernetes-ldap.py", "9322287ef2755d7c07bc605286f2d5db4a2a643824a573ec568de1e42f210dc5",
            "remote-user.py", "420dff0d1dc34eaef2a93200fabfa42eec80685159b9daa6c7382eddbb2f7fb7");

    static List<Path> files() {
        return PUBLISHED.keySet().stream().sorted().map(FOLDER::resolve).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsThemAsTheyAre(Path file) throws IOException {
        Document.mustBe(Path.of(file + ".expected"), Dump.of(List.of(file)));
    }

    /** A further setting with its default is no difference; another default is one. */
    @ParameterizedTest
    @MethodSource("files")
    void haveExactlyTheseSettingsInTheEnd(Path file, @TempDir Path folder) throws IOException {
        Path filled = folder.resolve(file.getFileName());
        Files.writeString(filled, filledIn(Files.readString(file)));

        mustBe(Path.of(file + ".effective"), file, filled);
    }

    /** Compares with what is kept what is wrong with a file, and what counts in the end with another made from it. */
    static void mustBe(Path effective, Path file, Path filled) throws IOException {
        String written = "As published, hubwright says:\n" + lines(Dump.problems(List.of(file)))
                + "\nWith its placeholders filled in:\n" + lines(Dump.effective(List.of(filled), false));
        String defaults = "\nDefaults:\n" + lines(Dump.effective(List.of(filled), true));
        String kept = Document.kept(effective, written + defaults);

        assertThat(kept).startsWith(written);
        assertThat(defaults.lines())
                .containsAll(kept.substring(written.length()).lines().toList());
    }

    private static String filledIn(String text) {
        String result = text;
        for (var value : PLACEHOLDERS.entrySet()) {
            result = result.replace(value.getKey(), value.getValue());
        }
        return result;
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("files")
    void theyAreAsTheyWere(Path file) throws IOException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));

        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo(PUBLISHED.get(file.getFileName().toString()));
    }
}
