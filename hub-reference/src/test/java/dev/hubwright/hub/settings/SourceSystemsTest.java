package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldap-machine.py",
                "helm-azuread.yaml",
                "pam-sudo.py",
                "oidc-group.py",
                "kubernetes-ldap.py",
                "remote-user.py"
            })
    void readsThemAsTheyAre(String name) throws IOException {
        Document.mustBe(FOLDER.resolve(name + ".expected"), Dump.of(List.of(FOLDER.resolve(name))));
    }

    /** A further setting with its default is no difference; another default is one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldap-machine.py",
                "helm-azuread.yaml",
                "pam-sudo.py",
                "oidc-group.py",
                "kubernetes-ldap.py",
                "remote-user.py"
            })
    void haveExactlyTheseSettingsInTheEnd(String name, @TempDir Path folder) throws IOException {
        List<Path> asPublished = List.of(FOLDER.resolve(name));
        Path filled = folder.resolve(name);
        Files.writeString(filled, filledIn(Files.readString(FOLDER.resolve(name))));

        String written = "As published, hubwright says:\n" + lines(Dump.problems(asPublished))
                + "\nWith its placeholders filled in:\n" + lines(Dump.effective(List.of(filled), false));
        String defaults = "\nDefaults:\n" + lines(Dump.effective(List.of(filled), true));
        String kept = Document.kept(FOLDER.resolve(name + ".effective"), written + defaults);

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

    @Test
    void theyAreAsTheyWere() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("ldap-machine.py")))
                .contains("\u2018ldapauthenticator.LDAPAuthenticator\u2019");
        assertThat(Files.readString(FOLDER.resolve("oidc-group.py"))).contains("userdata_params: {'state'");
        assertThat(Files.readString(FOLDER.resolve("kubernetes-ldap.py"))).contains("'{ LDAP_POD_ID }'");
    }
}
