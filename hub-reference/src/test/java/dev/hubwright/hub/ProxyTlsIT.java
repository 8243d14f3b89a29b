package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.contract.FreePort;
import dev.hubwright.hub.proxy.Certificates;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.TlsClient;
import dev.hubwright.hub.proxy.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The options for TLS of {@code hubwright proxy}, by connections to all three sides of the running command. */
@Timeout(240)
class ProxyTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSPHRASE = "open sesame";

    @TempDir
    Path folder;

    private final int port = FreePort.take();
    private final int apiPort = FreePort.take();
    private Certificates ours;
    private Certificates others;

    @BeforeEach
    void makeCertificates() {
        ours = new Certificates(folder, "ours").issue("front").issue("person");
        others = new Certificates(folder, "others").issue("stranger");
    }

    @Test
    void certificatesOfBrowsersAreInsistedOn() throws Exception {
        try (HubRun proxy = proxy(
                Map.of("CONFIGPROXY_SSL_KEY_PASSPHRASE", PASSPHRASE),
                front(ours.encrypted("front", PASSPHRASE)),
                "--ssl-ca",
                path(ours.authorityFile()),
                "--ssl-request-cert",
                "--ssl-reject-unauthorized")) {
            proxy.awaitProxy();

            assertThat(ask(port, TlsClient.context(ours, ours, "person"))).isEqualTo(200);
            assertThatThrownBy(() -> ask(port, TlsClient.context(ours, others, "stranger")))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(port, TlsClient.context(ours))).isInstanceOf(IOException.class);
            assertThat(proxy.all()).doesNotContain(PASSPHRASE);
        }
    }

    @Test
    void certificatesOfBrowsersAreAskedForOnly() throws Exception {
        try (HubRun proxy = proxy(
                Map.of(), front(ours.key("front")), "--ssl-ca", path(ours.authorityFile()), "--ssl-request-cert")) {
            proxy.awaitProxy();

            assertThat(ask(port, TlsClient.context(ours, ours, "person"))).isEqualTo(200);
            assertThat(ask(port, TlsClient.context(ours))).isEqualTo(200);
            assertThatThrownBy(() -> ask(port, TlsClient.context(ours, others, "stranger")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theApiIsForThoseWithACertificate() throws Exception {
        ours.issue("api");
        // Several authorities in one file, as a hub with internal_ssl has them.
        Path both = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(others.authorityFile()) + Files.readString(ours.authorityFile()));
        try (HubRun proxy = proxy(
                Map.of("CONFIGPROXY_API_SSL_KEY_PASSPHRASE", PASSPHRASE),
                List.of(
                        "--api-ssl-key",
                        path(ours.encrypted("api", PASSPHRASE)),
                        "--api-ssl-cert",
                        path(ours.certificate("api")),
                        "--api-ssl-ca",
                        path(both)),
                "--api-ssl-request-cert",
                "--api-ssl-reject-unauthorized")) {
            proxy.awaitProxy();

            assertThat(ask(apiPort, TlsClient.context(ours, ours, "person"))).isEqualTo(404);
            assertThat(ask(apiPort, TlsClient.context(ours, others, "stranger")))
                    .isEqualTo(404);
            assertThatThrownBy(() -> ask(apiPort, TlsClient.context(ours))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void targetsAreShownACertificate() throws Exception {
        ours.issue("target");
        TlsFiles files = TlsFiles.builder()
                .key(ours.key("target"))
                .certificate(ours.certificate("target"))
                .authorities(ours.authorityFile())
                .peerCertificate(TlsFiles.PeerCertificate.REQUIRED)
                .build();
        try (ProxyServer target = ProxyServer.builder()
                .listener(Listener.at("127.0.0.1", 0, "--port").with(files))
                .build()) {
            target.start();
            List<String> options = List.of(
                    "--default-target",
                    "https://localhost:" + target.port(),
                    "--client-ssl-cert",
                    path(ours.certificate("person")),
                    "--client-ssl-ca",
                    path(ours.authorityFile()),
                    "--client-ssl-key");
            try (HubRun proxy = proxy(
                    Map.of("CONFIGPROXY_CLIENT_SSL_KEY_PASSPHRASE", PASSPHRASE),
                    options,
                    path(ours.encrypted("person", PASSPHRASE)),
                    "--client-ssl-request-cert",
                    "--client-ssl-reject-unauthorized",
                    "--x-forward",
                    "--prepend-path",
                    "--include-prefix")) {
                proxy.awaitProxy();

                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/x"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            }
        }
    }

    @Test
    void versionAndSuiteAreThoseThatWereChosen() throws Exception {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (HubRun proxy =
                proxy(Map.of(), front(ours.key("front")), "--ssl-protocol", "TLSv1_2", "--ssl-ciphers", suite)) {
            proxy.awaitProxy();

            try (SSLSocket browser = TlsClient.connect(ours, port, "TLSv1.2")) {
                assertThat(browser.getSession().getCipherSuite()).isEqualTo(suite);
            }
            assertThatThrownBy(() -> TlsClient.connect(ours, port, "TLSv1.3")).isInstanceOf(IOException.class);
            SSLParameters another = new SSLParameters(
                    new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}, new String[] {"TLSv1.2"});
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(TlsClient.context(ours))
                    .sslParameters(another)
                    .build();
            assertThatThrownBy(() -> client.send(health(port), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        }
    }

    private List<String> front(Path key) {
        return List.of("--ssl-key", path(key), "--ssl-cert", path(ours.certificate("front")));
    }

    private static String path(Path file) {
        return file.toString();
    }

    private HubRun proxy(Map<String, String> environment, List<String> options, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("proxy", "--ip", "127.0.0.1", "--port", "" + port, "--api-port", "" + apiPort));
        arguments.addAll(options);
        arguments.addAll(List.of(more));
        return new HubRun(folder, environment, arguments.toArray(String[]::new));
    }

    private static int ask(int where, SSLContext with) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(with)
                .build()
                .send(health(where), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest health(int where) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + where + "/_chp_healthz"))
                .timeout(PATIENCE)
                .build();
    }
}
