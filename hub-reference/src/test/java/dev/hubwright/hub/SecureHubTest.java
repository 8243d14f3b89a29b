package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.hub.proxy.Certificates;
import dev.hubwright.hub.proxy.TlsFiles;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub that browsers reach by https without a proxy in front. */
@Timeout(60)
class SecureHubTest {

    @TempDir
    Path folder;

    @Test
    void keepsItsCookiesToTls() throws Exception {
        Certificates certificates = new Certificates(folder, "ours").issue("hub");
        TlsFiles tls = TlsFiles.builder()
                .key(certificates.key("hub"))
                .certificate(certificates.certificate("hub"))
                .build();
        try (WholeHub hub = new WholeHub(folder, builder -> builder.tls(tls))) {
            assertThat(hub.hub.url().getScheme()).isEqualTo("https");
            HttpRequest login =
                    HttpRequest.newBuilder(hub.hub.url().resolve("/hub/login")).build();

            HttpResponse<String> page = client(certificates).send(login, HttpResponse.BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().allValues("set-cookie"))
                    .isNotEmpty()
                    .allMatch(cookie -> cookie.contains("Secure"));
        }
    }

    private static HttpClient client(Certificates certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(certificates.authorityFile())) {
            trusted.setCertificateEntry(
                    "ours", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
