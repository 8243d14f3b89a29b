package dev.hubwright.auth.pam;

import java.nio.file.Path;

/** Services in a folder of the test's own, whose people are in a file: all that works without the superuser. */
final class PasswordFile {

    static final String SERVICE = "pwdfile";
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

    /** A configuration for a service of these lines. */
    static PamConfig.Builder service(Path folder, String name, String... lines) {
        Machine.write(folder.resolve(name), String.join("\n", lines) + "\n");
        return PamConfig.builder().service(name).folder(folder);
    }
}
