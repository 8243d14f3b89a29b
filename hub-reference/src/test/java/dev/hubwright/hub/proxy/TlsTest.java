package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS on all three sides, with certificates that openssl has made. */
@Timeout(120)
class TlsTest {

    @TempDir
    Path folder;

    private final RouteTable routes = new RouteTable();
    private Certificates ours;
    private ProxyServer proxy;

    @BeforeEach
    void makeCertificates() {
        ours = new Certificates(folder, "ours").issue("front");
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void tellsTheTargetThatTheBrowserCameWithTls() throws Exception {
        start(front().build());
        try (Backend backend = Backend.echoing()) {
            routes.put("/", backend.uri(), Map.of());
            String answer = ask(proxy.port(), "/x", "TLSv1.3");
            assertThat(answer).contains("X-Forwarded-Proto: https", "X-Forwarded-Port: 443");
        }
    }

    @Test
    void refusesOldVersions() throws Exception {
        start(front().build());
        assertThatThrownBy(() -> ask(proxy.port(), "/_chp_healthz", "TLSv1.1")).isInstanceOf(Exception.class);
        assertThat(ask(proxy.port(), "/_chp_healthz", "TLSv1.2")).contains("OK");
        assertThatThrownBy(() -> TlsFiles.builder().protocols(List.of("SSLv3")))
                .hasMessageContaining("SSLv3", "TLSv1.2");
    }

    /** There is one certificate; whether it fits a name is for the browser to say. */
    @Test
    void showsItsCertificateWhateverNameABrowserAsksFor() throws Exception {
        start(front().build());
        for (String name : List.of("localhost", "other.example.org")) {
            try (SSLSocket socket = TlsClient.connect(ours, proxy.port(), "TLSv1.3", name)) {
                assertThat(TlsClient.nameOf(socket)).isEqualTo("CN=front");
                assertThat(exchange(socket, "/_chp_healthz")).contains("OK");
            }
        }
    }

    @Test
    void takesANewCertificateWithoutARestart() throws Exception {
        ours.issue("later");
        start(front().build());
        try (SSLSocket open = connect(proxy.port(), "TLSv1.3")) {
            assertThat(TlsClient.nameOf(open)).isEqualTo("CN=front");
            Files.copy(ours.key("later"), ours.key("front"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(ours.certificate("later"), ours.certificate("front"), StandardCopyOption.REPLACE_EXISTING);
            proxy.reloadCertificates();

            assertThat(exchange(open, "/_chp_healthz")).contains("OK");
        }
        try (SSLSocket next = connect(proxy.port(), "TLSv1.3")) {
            assertThat(TlsClient.nameOf(next)).isEqualTo("CN=later");
        }
    }

    @Test
    void keepsTheOldCertificateWhenTheNewOneIsBroken() throws Exception {
        start(front().build());
        Files.writeString(ours.certificate("front"), "broken");

        assertThatThrownBy(proxy::reloadCertificates).isInstanceOf(IOException.class);

        assertThat(ask(proxy.port(), "/_chp_healthz", "TLSv1.3")).contains("OK");
    }

    @Test
    void readsEncryptedKeys() throws Exception {
        Path key = ours.encrypted("front", "open sesame");
        assertThatThrownBy(() -> start(front().key(key).build())).hasMessageContaining("--ssl-key is encrypted");
        assertThatThrownBy(() -> start(
                        front().key(key).passphrase(Secret.of("wrong one")).build()))
                .hasMessageContaining("--ssl-key cannot be decrypted")
                .hasMessageNotContaining("wrong one");

        start(front().key(key).passphrase(Secret.of("open sesame")).build());

        assertThat(ask(proxy.port(), "/_chp_healthz", "TLSv1.3")).contains("OK");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() ->
                        start(front().certificate(folder.resolve("none.pem")).build()))
                .hasMessageContaining("--ssl-cert = ", "none.pem", "cannot be read");
        assertThatThrownBy(() -> start(
                        TlsFiles.builder().name("--ssl-").key(ours.key("front")).build()))
                .hasMessageContaining("--ssl-key and --ssl-cert are needed both");
    }

    @Test
    void insistsOnCertificatesOfClients() throws Exception {
        start(front().authorities(ours.authorityFile())
                .peerCertificate(TlsFiles.PeerCertificate.REQUIRED)
                .build());

        assertThatThrownBy(() -> ask(proxy.port(), "/_chp_healthz", "TLSv1.2")).isInstanceOf(IOException.class);
    }

    @Test
    void knowsTheTargetByItsCertificate() throws Exception {
        ours.issue("target");
        Certificates others = new Certificates(folder, "others").issue("impostor");
        try (ProxyServer target = TlsClient.target(ours, ours, "target");
                ProxyServer impostor = TlsClient.target(ours, others, "impostor")) {
            TlsFiles client = TlsFiles.builder()
                    .name("--client-ssl-")
                    .key(ours.key("front"))
                    .certificate(ours.certificate("front"))
                    .authorities(ours.authorityFile())
                    .build();
            proxy = ProxyServer.builder()
                    .routes(routes)
                    .targetTls(client, false)
                    .build();
            proxy.start();
            routes.put("/right", URI.create("https://localhost:" + target.port()), Map.of());
            routes.put("/wrong", URI.create("https://localhost:" + impostor.port()), Map.of());

            assertThat(plain("/right/x").status()).isEqualTo(404);
            assertThat(plain("/right/x").body()).contains("no server at this address");
            assertThat(plain("/wrong/x").status()).isEqualTo(503);
        }
    }

    @Test
    void leadsToTheSamePageWithTls() throws Exception {
        int redirect = FreePort.take();
        proxy = ProxyServer.builder()
                .routes(routes)
                .listener(Listener.at("127.0.0.1", 0, "--port").with(front().build()))
                .redirect(Listener.at("127.0.0.1", redirect, "--redirect-port"), Optional.of(443))
                .build();
        proxy.start();
        try (Wire wire = Wire.to(redirect)) {
            Wire.Message answer = wire.send("GET /a//b?c HTTP/1.1\r\nHost: hub.test:80\r\n\r\n")
                    .message();
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.header("Location")).isEqualTo("https://hub.test/a//b?c");
        }
        try (Wire wire = Wire.to(redirect)) {
            assertThat(wire.send("GET /a HTTP/1.1\r\nHost: a b\r\n\r\n")
                            .message()
                            .status())
                    .isEqualTo(400);
        }
    }

    private TlsFiles.Builder front() {
        return TlsFiles.builder().name("--ssl-").key(ours.key("front")).certificate(ours.certificate("front"));
    }

    private void start(TlsFiles tls) throws IOException {
        proxy = ProxyServer.builder()
                .routes(routes)
                .listener(Listener.at("127.0.0.1", 0, "--port").with(tls))
                .build();
        proxy.start();
    }

    private Wire.Message plain(String path) {
        try (Wire wire = Wire.to(proxy.port())) {
            return wire.get(path).message();
        }
    }

    private String ask(int port, String path, String version) throws Exception {
        try (SSLSocket socket = connect(port, version)) {
            return exchange(socket, path);
        }
    }

    private static String exchange(SSLSocket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: hub.test\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private SSLSocket connect(int port, String version) throws Exception {
        return TlsClient.connect(ours, port, version);
    }
}
