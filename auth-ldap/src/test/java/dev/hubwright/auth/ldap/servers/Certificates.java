package dev.hubwright.auth.ldap.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** An authority of its own for each test server, made by openssl. */
public final class Certificates {

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    public static Certificates in(Path parent) throws IOException {
        Certificates made = new Certificates(Files.createDirectories(parent.resolve("tls")));
        made.openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout ca.key -out ca.pem "
                        + "-subj /CN=Test-Authority -addext basicConstraints=critical,CA:TRUE");
        return made;
    }

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** A certificate for a server; {@code names} as in {@code DNS:localhost,IP:127.0.0.1}. */
    public void issue(String name, String names) throws IOException {
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout " + name + ".key -out " + name
                + ".csr -subj /CN=" + name);
        Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + names + "\n");
        openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out " + name
                + ".pem -extfile " + name + ".ext");
        Files.setPosixFilePermissions(key(name), PosixFilePermissions.fromString("rw-------"));
    }

    /** One that was valid for a day in 2020; only {@code openssl ca} can set both dates in all versions. */
    public void issueExpired(String name, String names) throws IOException {
        issue(name, names);
        Files.writeString(folder.resolve("index.txt"), "");
        Files.writeString(folder.resolve("serial"), "1000\n");
        Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca = own
                [own]
                database = index.txt
                serial = serial
                new_certs_dir = .
                certificate = ca.pem
                private_key = ca.key
                default_md = sha256
                policy = any
                [any]
                commonName = supplied
                """);
        openssl("ca -batch -notext -config ca.cnf -in " + name + ".csr -out " + name
                + ".pem -startdate 20200101000000Z -enddate 20200102000000Z -extfile " + name + ".ext");
    }

    private void openssl(String arguments) {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(arguments.split(" ")));
        Commands.run(folder, "", words.toArray(String[]::new));
    }
}
