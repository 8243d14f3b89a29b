package dev.hubwright.hub.cli;

import dev.hubwright.api.Secret;
import dev.hubwright.hub.proxy.TlsFiles;
import dev.hubwright.hub.proxy.TlsFiles.PeerCertificate;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** The files and rules of TLS on the three sides of a proxy. */
final class ProxyTls {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    @Option(names = "--ssl-key", paramLabel = "FILE", description = "The key of the public side, in PEM.")
    private Path key;

    @Option(names = "--ssl-cert", paramLabel = "FILE", description = "Its certificate, in PEM.")
    private Path certificate;

    @Option(names = "--ssl-ca", paramLabel = "FILE", description = "Authorities of browsers' certificates.")
    private Path authorities;

    @Option(names = "--ssl-request-cert", description = "Asks browsers for a certificate.")
    private boolean requestCertificate;

    @Option(names = "--ssl-reject-unauthorized", description = "Lets nobody in without a certificate.")
    private boolean rejectUnauthorized;

    @Option(names = "--ssl-protocol", paramLabel = "NAME", description = "TLSv1_2 or TLSv1_3 alone; both by default.")
    private String protocol;

    @Option(names = "--ssl-ciphers", paramLabel = "NAMES", description = "Cipher suites by their names in Java.")
    private String ciphers;

    @Option(names = "--api-ssl-key", paramLabel = "FILE", description = "The key of the API.")
    private Path apiKey;

    @Option(names = "--api-ssl-cert", paramLabel = "FILE", description = "Its certificate.")
    private Path apiCertificate;

    @Option(names = "--api-ssl-ca", paramLabel = "FILE", description = "Authorities of the API's clients.")
    private Path apiAuthorities;

    @Option(names = "--api-ssl-request-cert", description = "Asks clients of the API for a certificate.")
    private boolean apiRequestCertificate;

    @Option(names = "--api-ssl-reject-unauthorized", description = "Lets no client in without a certificate.")
    private boolean apiRejectUnauthorized;

    @Option(names = "--client-ssl-key", paramLabel = "FILE", description = "The key that targets are shown.")
    private Path clientKey;

    @Option(names = "--client-ssl-cert", paramLabel = "FILE", description = "Its certificate.")
    private Path clientCertificate;

    @Option(names = "--client-ssl-ca", paramLabel = "FILE", description = "Authorities of targets' certificates.")
    private Path clientAuthorities;

    @Option(
            names = {"--client-ssl-request-cert", "--client-ssl-reject-unauthorized"},
            description = "Taken for old start scripts; certificates of targets are checked anyway.")
    private boolean[] clientChecks = {};

    @Option(names = "--insecure", description = "Takes any certificate of a target.")
    private boolean insecure;

    /** The public side; empty without any of its files. */
    Optional<TlsFiles> publicSide(Map<String, String> environment) {
        if (isPlain("--ssl-", key, certificate, authorities, requestCertificate, rejectUnauthorized)) {
            return Optional.empty();
        }
        TlsFiles.Builder files = files("--ssl-", key, certificate, authorities, environment, "CONFIGPROXY_SSL")
                .peerCertificate(peer(requestCertificate, rejectUnauthorized));
        return Optional.of(rules(files).build());
    }

    /** The side of the API; empty without any of its files. */
    Optional<TlsFiles> api(Map<String, String> environment) {
        if (isPlain(
                "--api-ssl-", apiKey, apiCertificate, apiAuthorities, apiRequestCertificate, apiRejectUnauthorized)) {
            return Optional.empty();
        }
        TlsFiles.Builder files =
                files("--api-ssl-", apiKey, apiCertificate, apiAuthorities, environment, "CONFIGPROXY_API_SSL");
        return Optional.of(rules(files.peerCertificate(peer(apiRequestCertificate, apiRejectUnauthorized)))
                .build());
    }

    TlsFiles targets(Map<String, String> environment) {
        check(
                (clientKey == null) == (clientCertificate == null),
                "--client-ssl-key and --client-ssl-cert are needed both");
        return files(
                        "--client-ssl-",
                        clientKey,
                        clientCertificate,
                        clientAuthorities,
                        environment,
                        "CONFIGPROXY_CLIENT_SSL")
                .build();
    }

    boolean insecure() {
        return insecure;
    }

    private static TlsFiles.Builder files(
            String name,
            Path key,
            Path certificate,
            Path authorities,
            Map<String, String> environment,
            String variables) {
        TlsFiles.Builder files = TlsFiles.builder().name(name);
        Optional.ofNullable(key).ifPresent(files::key);
        Optional.ofNullable(certificate).ifPresent(files::certificate);
        Optional.ofNullable(authorities).ifPresent(files::authorities);
        Optional.ofNullable(environment.get(variables + "_KEY_PASSPHRASE"))
                .map(Secret::of)
                .ifPresent(files::passphrase);
        return files;
    }

    /** Whether a side speaks no TLS. Whoever asks for certificates must not get a side that lets everybody in. */
    private static boolean isPlain(
            String name, Path key, Path certificate, Path authorities, boolean request, boolean reject) {
        boolean plain = key == null && certificate == null;
        check(
                !plain || authorities == null && !request && !reject,
                name + "ca, " + name + "request-cert and " + name + "reject-unauthorized need " + name + "key and "
                        + name + "cert");
        check(
                request || !reject,
                name + "reject-unauthorized has no effect without " + name
                        + "request-cert; add that, or leave both out");
        return plain;
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static PeerCertificate peer(boolean request, boolean reject) {
        if (request && reject) {
            return PeerCertificate.REQUIRED;
        }
        return request ? PeerCertificate.ASKED : PeerCertificate.NOT_ASKED;
    }

    private TlsFiles.Builder rules(TlsFiles.Builder files) {
        if (protocol != null) {
            String name = protocol.replaceFirst("_method$", "").replace('_', '.');
            check(
                    PROTOCOLS.contains(name),
                    "--ssl-protocol: \"" + protocol + "\" is not spoken; choose TLSv1_2 or TLSv1_3");
            files.protocols(List.of(name));
        }
        if (ciphers != null) {
            List<String> names = Arrays.stream(ciphers.split("[:,]")).toList();
            names.forEach(ProxyTls::checkCipher);
            files.ciphers(names);
        }
        return files;
    }

    private static void checkCipher(String name) {
        check(
                name.startsWith("TLS_"),
                "--ssl-ciphers: \"" + name
                        + "\" is a name of OpenSSL; write Java's, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        check(supportedCiphers().contains(name), "--ssl-ciphers: this Java knows no \"" + name + "\"");
    }

    private static List<String> supportedCiphers() {
        try {
            return List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
