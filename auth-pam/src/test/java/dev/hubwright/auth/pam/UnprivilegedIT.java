package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub that is not the superuser. */
@RequiresEngine({Engine.ROOT, Engine.PAM_PWDFILE})
class UnprivilegedIT {

    private static final String NOBODY = "65534";

    @TempDir
    Path folder;

    private static Machine machine;
    private static String person;

    @BeforeAll
    static void makeAPerson() {
        machine = new Machine();
        person = machine.account();
    }

    @AfterAll
    static void undo() {
        machine.close();
    }

    private OtherJvm as(List<String> groups, String... arguments) throws Exception {
        List<String> prefix =
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--groups=" + String.join(",", groups));
        return OtherJvm.start(folder, prefix, arguments);
    }

    @Test
    void saysThatItMayNotReadPasswordsInsteadOfCallingThemWrong() throws Exception {
        try (OtherJvm jvm = as(List.of(NOBODY), machine.unixService())) {
            assertThat(jvm.ask("health")).contains("DEGRADED").contains("/etc/shadow");
            assertThat(jvm.ask("login", person, Machine.PASSWORD))
                    .startsWith("OUTAGE pam_authenticate gives 9")
                    .contains("runs as uid " + NOBODY)
                    .contains("usermod -aG shadow");
            assertThat(jvm.end()).isZero();
        }
    }

    @Test
    void checksPasswordsAsAMemberOfTheGroupShadow() throws Exception {
        String shadow = Commands.run("getent", "group", "shadow").split(":")[2];
        try (OtherJvm jvm = as(List.of(shadow), machine.unixService())) {
            assertThat(jvm.ask("login", person, Machine.PASSWORD)).startsWith("GRANTED " + person);
            assertThat(jvm.ask("login", person, "wrong")).startsWith("DENIED BAD_CREDENTIALS -");
        }
    }

    @Test
    void usesAPasswordFileWithoutAnyRights() throws Exception {
        PasswordFile.in(folder, "nodelay");
        Files.setPosixFilePermissions(folder.resolve("people"), PosixFilePermissions.fromString("rw-r--r--"));
        try (OtherJvm jvm = as(List.of(NOBODY), PasswordFile.SERVICE, folder.toString())) {
            assertThat(jvm.ask("login", "alice", PasswordFile.PASSWORD)).startsWith("GRANTED alice ");
            assertThat(jvm.ask("login", "alice", "wrong")).startsWith("DENIED BAD_CREDENTIALS -");
            assertThat(jvm.ask("storm", "200", "200", "alice", PasswordFile.PASSWORD))
                    .isEqualTo("{Granted=200}");
            assertThat(jvm.end()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "echo verbose"})
    @RequiresEngine({Engine.ROOT, Engine.PAM_MATRIX})
    void answersPamMatrixWithoutAnyRights(String options) throws Exception {
        PasswordFile.matrix(folder, options);
        try (OtherJvm jvm = as(List.of(NOBODY), PasswordFile.MATRIX, folder.toString())) {
            assertThat(jvm.ask("login", "neo", PasswordFile.PASSWORD)).startsWith("GRANTED neo ");
            assertThat(jvm.ask("login", "neo", "wrong")).startsWith("DENIED BAD_CREDENTIALS -");
            assertThat(jvm.ask("login", "trinity", PasswordFile.PASSWORD)).startsWith("DENIED BAD_CREDENTIALS -");
            assertThat(jvm.ask("storm", "200", "200", "neo", PasswordFile.PASSWORD))
                    .isEqualTo("{Granted=200}");
            assertThat(jvm.end()).isZero();
        }
    }
}
