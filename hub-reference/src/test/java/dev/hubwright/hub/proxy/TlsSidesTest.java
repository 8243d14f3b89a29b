package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS of the API, and towards targets: certificates of both sides, other hosts' names, and new files. */
@Timeout(180)
class TlsSidesTest {

    private static final String LIST = "GET /api/routes HTTP/1.1\r\nHost: h\r\nAuthorization: token t\r\n\r\n";

    @TempDir
    Path folder;

    private final RouteTable routes = new RouteTable();
    private Certificates ours;
    private Certificates others;
    private ProxyServer withApi;
    private ProxyServer front;

    @BeforeEach
    void makeCertificates() {
        ours = new Certificates(folder, "ours").issue("api").issue("hub");
        others = new Certificates(folder, "others").issue("stranger");
    }

    @AfterEach
    void stop() {
        if (withApi != null) {
            withApi.close();
        }
        if (front != null) {
            front.close();
        }
    }

    @Test
    void anApiAnswersThoseWhoShowACertificateOfItsAuthority() throws Exception {
        startApi(TlsFiles.PeerCertificate.REQUIRED);
        URI api = URI.create("https://localhost:" + withApi.apiPort());

        assertThat(through(api, client().key(ours.key("hub")).certificate(ours.certificate("hub"))))
                .isEqualTo(200);
        assertThat(through(api, client().key(others.key("stranger")).certificate(others.certificate("stranger"))))
                .isEqualTo(503);
        assertThat(through(api, client())).isEqualTo(503);
    }

    @Test
    void anApiTakesANewCertificate() throws Exception {
        ours.issue("later");
        startApi(TlsFiles.PeerCertificate.NOT_ASKED);
        assertThat(nameOfApi()).isEqualTo("CN=api");

        replace(ours, "later", "api");
        withApi.reloadCertificates();

        assertThat(nameOfApi()).isEqualTo("CN=later");
    }

    @Test
    void aTargetIsShownANewCertificate() throws Exception {
        ours.issue("target");
        try (ProxyServer target = TlsClient.target(ours, ours, "target")) {
            startFront(client().key(others.key("stranger")).certificate(others.certificate("stranger")));
            routes.put("/", URI.create("https://localhost:" + target.port()), Map.of());
            assertThat(ask(LIST)).isEqualTo(503);

            replace(ours, "hub", "stranger");
            front.reloadCertificates();

            assertThat(ask(LIST)).isEqualTo(404);
        }
    }

    @Test
    void whatCannotBeReadKeepsNoOtherSideFromItsNewFiles() throws Exception {
        ours.issue("later").issue("public");
        withApi = api(TlsFiles.PeerCertificate.NOT_ASKED)
                .listener(Listener.at("127.0.0.1", 0, "--port")
                        .with(files("--ssl-", "public").build()))
                .build();
        withApi.start();

        Files.writeString(ours.certificate("public"), "broken");
        replace(ours, "later", "api");

        assertThatThrownBy(withApi::reloadCertificates)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--ssl-cert");
        assertThat(nameOfApi()).isEqualTo("CN=later");
        try (SSLSocket browser = TlsClient.connect(ours, withApi.port(), "TLSv1.3")) {
            assertThat(TlsClient.nameOf(browser)).isEqualTo("CN=public");
        }
    }

    @Test
    void aTargetWithACertificateForAnotherHostIsNotBelieved() throws Exception {
        ours.issue("elsewhere", "DNS:elsewhere.test");
        try (ProxyServer target = TlsClient.target(ours, ours, "elsewhere")) {
            startFront(client().key(ours.key("hub")).certificate(ours.certificate("hub")));
            routes.put("/", URI.create("https://localhost:" + target.port()), Map.of());

            assertThat(ask(LIST)).isEqualTo(503);
        }
    }

    private ProxyServer.Builder api(TlsFiles.PeerCertificate peer) {
        TlsFiles files = files("--api-ssl-", "api")
                .authorities(ours.authorityFile())
                .peerCertificate(peer)
                .build();
        return ProxyServer.builder()
                .api(Listener.at("127.0.0.1", 0, "--api-port").with(files), Optional.of(Secret.of("t")));
    }

    private void startApi(TlsFiles.PeerCertificate peer) throws IOException {
        withApi = api(peer).build();
        withApi.start();
    }

    private TlsFiles.Builder files(String name, String certificate) {
        return TlsFiles.builder().name(name).key(ours.key(certificate)).certificate(ours.certificate(certificate));
    }

    private TlsFiles.Builder client() {
        return TlsFiles.builder().name("--client-ssl-").authorities(ours.authorityFile());
    }

    private int through(URI api, TlsFiles.Builder client) throws Exception {
        startFront(client);
        try {
            routes.put("/", api, Map.of());
            return ask(LIST);
        } finally {
            front.close();
        }
    }

    private void startFront(TlsFiles.Builder client) throws IOException {
        front = ProxyServer.builder()
                .routes(routes)
                .targetTls(client.build(), false)
                .build();
        front.start();
    }

    private int ask(String request) {
        try (Wire wire = Wire.to(front.port())) {
            return wire.send(request).message().status();
        }
    }

    private String nameOfApi() throws Exception {
        try (SSLSocket socket = TlsClient.connect(ours, withApi.apiPort(), "TLSv1.3")) {
            return TlsClient.nameOf(socket);
        }
    }

    private void replace(Certificates from, String name, String old) throws IOException {
        Files.copy(from.key(name), folder.resolve(old + ".key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.certificate(name), folder.resolve(old + ".pem"), StandardCopyOption.REPLACE_EXISTING);
    }
}
