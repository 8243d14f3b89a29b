package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SetupTest {

    @Test
    void aFileHasItsMode() {
        assertThat(new Setup.InstallationFile("/etc/sudoers.d/hub", "rule\n", 0440).mode())
                .isEqualTo(288);
    }

    @Test
    void aRelativePathAndAnImpossibleModeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Setup.InstallationFile("sudoers", "", 0440))
                .withMessageContaining("sudoers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Setup.InstallationFile("/a", "", 0100644))
                .withMessageContaining("0100644");
    }
}
