package dev.hubwright.hub.proxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority made with openssl, and certificates of it for {@code localhost}, in a folder of a test. */
public final class Certificates {

    private final Path folder;
    private final String authority;

    public Certificates(Path folder, String authority) {
        this.folder = folder;
        this.authority = authority;
        openssl(
                List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"),
                "-subj",
                "/CN=" + authority,
                "-keyout",
                path(authority + ".key"),
                "-out",
                path(authority + ".pem"));
    }

    public Path authorityFile() {
        return folder.resolve(authority + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** Makes a key and a certificate with this common name. */
    public Certificates issue(String name) {
        return issue(name, "DNS:localhost,IP:127.0.0.1");
    }

    /** The same for other hosts than this machine. */
    Certificates issue(String name, String hosts) {
        openssl(
                List.of("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
                "-subj",
                "/CN=" + name,
                "-keyout",
                path(name + ".key"),
                "-out",
                path(name + ".csr"));
        try {
            Files.writeString(folder.resolve("san"), "subjectAltName=" + hosts + "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        openssl(
                List.of("x509", "-req", "-days", "2", "-CAcreateserial"),
                "-in",
                path(name + ".csr"),
                "-CA",
                path(authority + ".pem"),
                "-CAkey",
                path(authority + ".key"),
                "-extfile",
                path("san"),
                "-out",
                path(name + ".pem"));
        return this;
    }

    /** Encrypts a key in the usual form. */
    public Path encrypted(String name, String passphrase) {
        Path file = folder.resolve(name + ".encrypted");
        openssl(
                List.of("pkcs8", "-topk8", "-v2", "aes256"),
                "-in",
                path(name + ".key"),
                "-passout",
                "pass:" + passphrase,
                "-out",
                file.toString());
        return file;
    }

    /** The name in the certificate that a server of this machine shows, whoever issued it. */
    public static String nameOfServer(int port) {
        String shown =
                openssl(List.of("s_client", "-showcerts"), "-connect", "127.0.0.1:" + port, "-servername", "localhost");
        return shown.lines()
                .filter(line -> line.strip().startsWith("0 s:"))
                .map(line -> line.strip().substring("0 s:".length()).replace(" = ", "="))
                .findFirst()
                .orElseThrow();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String openssl(List<String> first, String... rest) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(first);
        command.addAll(List.of(rest));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
