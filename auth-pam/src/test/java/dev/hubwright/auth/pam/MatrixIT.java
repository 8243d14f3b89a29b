package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
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
        try (Dialog dialog = new Dialog(PasswordFile.matrix(folder, options))) {
            assertThat(dialog.logIn("neo", PasswordFile.PASSWORD)).isInstanceOf(AuthResult.Granted.class);
            assertThat(dialog.logIn("neo", "wrong")).isInstanceOf(AuthResult.Denied.class);
        }
    }

    @Test
    void namesWhateverTheModulesMakeOfTheName() throws Exception {
        try (Dialog dialog = new Dialog(PasswordFile.matrix(folder, ""))) {
            AuthResult.Granted granted = (AuthResult.Granted) dialog.logIn("neo", PasswordFile.PASSWORD);

            assertThat(granted.identity().name()).isEqualTo("neo");
            assertThat(granted.identity().subject()).isEmpty();
        }
    }
}
