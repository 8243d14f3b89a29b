package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The key, certificate and authorities of one side of a proxy, as PEM files. They are read when the proxy starts and
 * again when they change. Immutable.
 */
public final class TlsFiles {

    /** Whether the other side has to show a certificate. */
    public enum PeerCertificate {
        /** None is asked for. */
        NOT_ASKED,
        /** One is asked for, and has to be of a known authority where it is shown. */
        ASKED,
        /** Nobody gets in without one of a known authority. */
        REQUIRED
    }

    private final Builder values;

    private TlsFiles(Builder values) {
        this.values = values;
    }

    /** Begins with no files: as a server that needs at least key and certificate. */
    public static Builder builder() {
        return new Builder();
    }

    /** Reads the files for a side that accepts connections. */
    ServerSSLOptions server() throws IOException {
        if (values.key.isEmpty() || values.certificate.isEmpty()) {
            throw new IOException(values.name + "key and " + values.name + "cert are needed both");
        }
        ServerSSLOptions options = new ServerSSLOptions();
        fill(options);
        return options.setClientAuth(
                switch (values.peer) {
                    case NOT_ASKED -> ClientAuth.NONE;
                    case ASKED -> ClientAuth.REQUEST;
                    case REQUIRED -> ClientAuth.REQUIRED;
                });
    }

    /** Reads the files for a side that opens connections; names of hosts are checked unless {@code insecure}. */
    ClientSSLOptions client(boolean insecure) throws IOException {
        ClientSSLOptions options =
                new ClientSSLOptions().setTrustAll(insecure).setHostnameVerificationAlgorithm(insecure ? "" : "HTTPS");
        fill(options);
        return options;
    }

    /** The beginning of what these files are called by those who set them. */
    String name() {
        return values.name;
    }

    /** When each file was last written; files that cannot be looked at are left out. */
    List<FileTime> written() {
        List<FileTime> times = new ArrayList<>();
        Stream.of(values.key, values.certificate, values.authorities)
                .flatMap(Optional::stream)
                .forEach(file -> {
                    try {
                        times.add(Files.getLastModifiedTime(file));
                    } catch (IOException e) {
                        times.add(FileTime.fromMillis(0));
                    }
                });
        return times;
    }

    private void fill(SSLOptions options) throws IOException {
        if (values.key.isPresent() && values.certificate.isPresent()) {
            Path keyFile = values.key.get();
            String key = PrivateKeyFile.read(read(keyFile, "key"), values.passphrase, values.name);
            String certificate = read(values.certificate.get(), "cert");
            PemFiles.requireKeyOf(
                    PemFiles.first(certificate, named("cert", values.certificate.get())), key, named("key", keyFile));
            options.setKeyCertOptions(
                    new PemKeyCertOptions().setKeyValue(Buffer.buffer(key)).setCertValue(Buffer.buffer(certificate)));
        }
        if (values.authorities.isPresent()) {
            String authorities = read(values.authorities.get(), "ca");
            PemFiles.first(authorities, named("ca", values.authorities.get()));
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities)));
        }
        if (!values.protocols.isEmpty()) {
            options.setEnabledSecureTransportProtocols(new LinkedHashSet<>(values.protocols));
        }
        values.ciphers.forEach(options::addEnabledCipherSuite);
    }

    private String read(Path file, String suffix) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw new IOException(named(suffix, file) + " cannot be read: " + why, e);
        }
    }

    private String named(String suffix, Path file) {
        return values.name + suffix + " = \"" + file + "\"";
    }

    /** The names of files, nothing of what is in them. */
    @Override
    public String toString() {
        return "TlsFiles[" + values.key.map(Path::toString).orElse("none") + "]";
    }

    /** Collects files and rules. Not thread-safe. */
    public static final class Builder {

        private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

        private String name = "ssl_";
        private Optional<Path> key = Optional.empty();
        private Optional<Path> certificate = Optional.empty();
        private Optional<Path> authorities = Optional.empty();
        private Optional<Secret> passphrase = Optional.empty();
        private PeerCertificate peer = PeerCertificate.NOT_ASKED;
        private List<String> protocols = List.of("TLSv1.2", "TLSv1.3");
        private List<String> ciphers = List.of();

        private Builder() {}

        private Builder(Builder other) {
            name = other.name;
            key = other.key;
            certificate = other.certificate;
            authorities = other.authorities;
            passphrase = other.passphrase;
            peer = other.peer;
            protocols = other.protocols;
            ciphers = other.ciphers;
        }

        /** What messages call these files: the beginning of their settings or options, such as {@code --api-ssl-}. */
        public Builder name(String prefix) {
            name = requireNonNull(prefix, "prefix");
            return this;
        }

        /** The private key. */
        public Builder key(Path file) {
            key = Optional.of(file);
            return this;
        }

        /** The certificate, and those between it and its authority. */
        public Builder certificate(Path file) {
            certificate = Optional.of(file);
            return this;
        }

        /** Certificates of authorities that the other side's certificate may be of; the JDK's by default. */
        public Builder authorities(Path file) {
            authorities = Optional.of(file);
            return this;
        }

        /** What the private key is encrypted with. */
        public Builder passphrase(Secret value) {
            passphrase = Optional.of(value);
            return this;
        }

        /** Whether the other side has to show a certificate; it is not asked by default. */
        public Builder peerCertificate(PeerCertificate value) {
            peer = requireNonNull(value, "value");
            return this;
        }

        /**
         * The versions to speak; {@code TLSv1.2} and {@code TLSv1.3} by default.
         *
         * @throws IllegalArgumentException for any other
         */
        public Builder protocols(List<String> names) {
            for (String protocol : names) {
                if (!PROTOCOLS.contains(protocol)) {
                    throw new IllegalArgumentException(
                            "The protocol \"" + protocol + "\" is not spoken; choose TLSv1.2 or TLSv1.3");
                }
            }
            protocols = List.copyOf(names);
            return this;
        }

        /** The cipher suites, by the names of the JDK; the JDK's own choice by default. */
        public Builder ciphers(List<String> names) {
            ciphers = List.copyOf(names);
            return this;
        }

        /** The files so far; nothing is read yet. */
        public TlsFiles build() {
            return new TlsFiles(new Builder(this));
        }
    }
}
