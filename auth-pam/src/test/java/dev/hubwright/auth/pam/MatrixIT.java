package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pam_matrix, which talks more than others: it echoes, and gives no place for answers to what it only tells. */
@RequiresEngine(Engine.PAM_MATRIX)
class MatrixIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "echo", "verbose", "echo verbose"})
    void answersWhateverItAsks(String options) throws Exception {
        try (Dialog dialog = new Dialog(matrix(options))) {
            assertThat(dialog.logIn("neo", "there-is-no-spoon")).isInstanceOf(AuthResult.Granted.class);
            assertThat(dialog.logIn("neo", "wrong")).isInstanceOf(AuthResult.Denied.class);
        }
    }

    @Test
    void namesWhateverTheModulesMakeOfTheName() throws Exception {
        try (Dialog dialog = new Dialog(matrix(""))) {
            AuthResult.Granted granted = (AuthResult.Granted) dialog.logIn("neo", "there-is-no-spoon");

            assertThat(granted.identity().name()).isEqualTo("neo");
            assertThat(granted.identity().subject()).isEmpty();
        }
    }

    private PamConfig.Builder matrix(String options) throws Exception {
        Path module;
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            module = folders.map(each -> each.resolve("pam_wrapper/pam_matrix.so"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
        Path people = Files.writeString(folder.resolve("people"), "neo:there-is-no-spoon:matrix\n");
        return PasswordFile.service(
                folder,
                "matrix",
                "auth required " + module + " passdb=" + people + " " + options,
                "account required " + module + " passdb=" + people + " " + options);
    }
}
