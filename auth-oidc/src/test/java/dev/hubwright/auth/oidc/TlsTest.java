package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, on both sides. */
class TlsTest {

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static Path server;
    private static Path client;
    private static Path clientKey;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        server = certificates.certificate("server", "ip:127.0.0.1");
        client = certificates.certificate("client", "dns:hub.example.org");
        certificates.certificate("elsewhere", "dns:elsewhere.example.org");
        clientKey = certificates.key("client");
    }

    @Test
    void provesTheHubByItsCertificate() throws Exception {
        try (Journey journey = journey("server")) {
            journey.unset("client_secret")
                    .set("client_auth_method", "tls_client_auth")
                    .set("http_request_kwargs", kwargs(server));
            journey.provider.metadata = document -> {
                document.put("token_endpoint", "https://wrong.example.org/token");
                document.put("mtls_endpoint_aliases", Map.of("token_endpoint", journey.provider.issuer() + "/token"));
            };

            assertThat(journey.granted().identity().name()).isEqualTo("alice");
            assertThat(journey.provider.seenAt("/token").get(0).form()).containsEntry("client_id", "hub");
        }
    }

    @Test
    void trustsNoServerThatItsAuthoritiesDoNotKnow() throws Exception {
        try (Journey journey = journey("server")) {
            journey.set("http_request_kwargs", Map.of());

            assertThatThrownBy(journey::begin)
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("PKIX");
        }
    }

    @Test
    void trustsNoServerWithAnotherName() throws Exception {
        try (Journey journey = journey("elsewhere")) {
            journey.set("http_request_kwargs", kwargs(folder.resolve("elsewhere.pem")));

            assertThatThrownBy(journey::begin)
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("No subject alternative names matching IP address 127.0.0.1");
        }
    }

    @Test
    void trustsEverybodyIfTheOperatorInsists() throws Exception {
        for (String certificate : List.of("server", "elsewhere")) {
            try (Journey journey = journey(certificate)) {
                journey.set("validate_server_cert", false)
                        .set(
                                "http_request_kwargs",
                                Map.of("client_cert", client.toString(), "client_key", clientKey.toString()));

                assertThat(journey.begin().uri().getPath()).isEqualTo("/authorize");
            }
        }
    }

    @Test
    void saysThatAFileOfCertificatesIsMissing() throws Exception {
        try (Journey journey = journey("server")) {
            journey.set("http_request_kwargs", Map.of("ca_certs", "/no/such/file.pem"));

            assertThatThrownBy(journey::begin)
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("/no/such/file.pem");
        }
    }

    private static Journey journey(String certificate) throws Exception {
        return new Journey(clock -> new FaultyProvider(clock, certificates.server(certificate, "client")))
                .browsingWith(certificates.browser("client"));
    }

    private static Map<String, String> kwargs(Path authorities) {
        return Map.of(
                "ca_certs", authorities.toString(),
                "client_cert", client.toString(),
                "client_key", clientKey.toString());
    }
}
