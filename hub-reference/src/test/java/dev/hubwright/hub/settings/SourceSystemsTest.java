package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of published installations, byte for byte as their authors wrote them. */
class SourceSystemsTest {

    private static final Path FOLDER =
            Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings", "sources");

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

    @Test
    void runAsTheyAreButForPlaceholders() {
        assertThat(problems("ldap-machine.py")).isEmpty();
        assertThat(problems("pam-sudo.py")).isEmpty();
        assertThat(problems("oidc-group.py"))
                .singleElement()
                .asString()
                .contains("oidc-group.py:15: GenericOAuthenticator.oauth_callback_url = \"http://<JH-IP>:<PORT>/");
        assertThat(problems("kubernetes-ldap.py")).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                .containsAnyOf("LDAP_POD_ID", "KUBE_HOST"));
        assertThat(problems("helm-azuread.yaml")).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                .containsAnyOf("dev.hubwright:auth-azuread", "AzureAdOAuthenticator."));
    }

    private static List<String> problems(String name) {
        return Dump.problems(List.of(FOLDER.resolve(name)));
    }

    @Test
    void theyAreAsTheyWere() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("ldap-machine.py")))
                .contains("\u2018ldapauthenticator.LDAPAuthenticator\u2019");
        assertThat(Files.readString(FOLDER.resolve("oidc-group.py"))).contains("userdata_params: {'state'");
        assertThat(Files.readString(FOLDER.resolve("kubernetes-ldap.py"))).contains("'{ LDAP_POD_ID }'");
    }
}
