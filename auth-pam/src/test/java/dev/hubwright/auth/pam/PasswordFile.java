package dev.hubwright.auth.pam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Services in a folder of the test's own, whose people are in a file: all that works without the superuser. */
final class PasswordFile {

    static final String SERVICE = "pwdfile";
    static final String MATRIX = "matrix";
    static final String PASSWORD = "wonder-Land-7";

    private PasswordFile() {}

    /** Writes service and people; {@code options} follow the module's name. */
    static PamConfig.Builder in(Path folder, String options) {
        Path people = folder.resolve("people");
        Machine.write(
                people,
                "alice:"
                        + Commands.fed(PASSWORD, "openssl", "passwd", "-6", "-stdin")
                                .strip() + "\n");
        return service(
                folder,
                SERVICE,
                "auth required pam_pwdfile.so pwdfile=" + people + " " + options,
                "account required pam_permit.so");
    }

    /** The same by pam_matrix, for {@code neo}; {@code options} follow the module's name. */
    static PamConfig.Builder matrix(Path folder, String options) throws IOException {
        Path module;
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            module = folders.map(each -> each.resolve("pam_wrapper/pam_matrix.so"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
        Path people = folder.resolve("people");
        Machine.write(people, "neo:" + PASSWORD + ":" + MATRIX + "\n");
        return service(
                folder,
                MATRIX,
                "auth required " + module + " passdb=" + people + " " + options,
                "account required " + module + " passdb=" + people + " " + options);
    }

    /** A configuration for a service of these lines. */
    static PamConfig.Builder service(Path folder, String name, String... lines) {
        Machine.write(folder.resolve(name), String.join("\n", lines) + "\n");
        return PamConfig.builder().service(name).folder(folder);
    }
}
