package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.ProviderException;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the hub proves itself without a secret. */
class CredentialTest {

    @TempDir
    Path folder;

    private Journey journey;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey().unset("client_secret");
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    @Test
    void aTokenOfTheClusterIsReadEachTime() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first-token\n");
        journey.set("federated_token_file", file.toString());
        journey.granted();
        Files.writeString(file, "second-token");
        journey.granted();

        assertThat(journey.entra.tokenRequests())
                .extracting(form -> form.get("client_assertion"))
                .containsExactly("first-token", "second-token");
        assertThat(journey.entra.tokenRequests()).noneMatch(form -> form.containsKey("client_secret"));
    }

    @Test
    void aCertificateSignsAnAssertion() throws Exception {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        Process openssl = new ProcessBuilder(List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=hub",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(openssl.waitFor()).isZero();
        Path both =
                Files.writeString(folder.resolve("both.pem"), Files.readString(key) + Files.readString(certificate));
        journey.set("client_certificate_path", both.toString());

        journey.granted();

        SignedJWT assertion =
                SignedJWT.parse(journey.entra.tokenRequests().get(0).get("client_assertion"));
        assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo(EntraStandIn.CLIENT);
        assertThat(assertion.getHeader().getAlgorithm().getName()).isIn("RS256", "PS256");
    }

    @Test
    void aFileThatCannotBeUsedIsTheOperatorsTrouble() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "nothing of use");
        for (String key : List.of("client_certificate_path", "federated_token_file")) {
            journey.unset("client_certificate_path").unset("federated_token_file");
            journey.set(
                    key,
                    key.startsWith("client")
                            ? wrong.toString()
                            : folder.resolve("none").toString());
            try (AzureAdAuthenticator authenticator = journey.newAuthenticator()) {
                assertThatThrownBy(() -> journey.logIn(authenticator, "ann"))
                        .isInstanceOf(ProviderException.class)
                        .hasMessageContaining("AzureAdOAuthenticator." + key);
            }
        }
    }
}
