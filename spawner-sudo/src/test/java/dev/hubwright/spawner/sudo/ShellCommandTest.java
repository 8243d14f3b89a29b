package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandTest {

    private static final List<String> LOGIN_SHELL = List.of("bash", "-l", "-c");

    @Test
    void givesTheShellTheWholeCommandAsOneWord() {
        assertThat(ShellCommand.wrap(LOGIN_SHELL, List.of("jupyterhub-singleuser", "--debug", "--name=a b")))
                .containsExactly("bash", "-l", "-c", "jupyterhub-singleuser --debug '--name=a b'");
    }

    @Test
    void leavesACommandWithoutAShellAlone() {
        assertThat(ShellCommand.wrap(List.of(), List.of("a b", "c"))).containsExactly("a b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "it's", "$HOME", "`id`", "a\"b", "a\\b", "a\nb", "~", "*", "#x", "!!", "Zürich", "-", "a;b"
            })
    void letsAShellReadEachWordAsItWas(String word) throws Exception {
        Process shell = new ProcessBuilder(
                        ShellCommand.wrap(List.of("/bin/sh", "-c"), List.of("printf", "%s|", word, "end")))
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word + "|end|");
    }
}
