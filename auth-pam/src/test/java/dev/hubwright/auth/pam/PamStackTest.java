package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PamStackTest {

    @TempDir
    Path folder;

    @Test
    void followsIncludesOfEachKind() throws IOException {
        write("hub", """
                # auth required pam_comment.so
                @include common
                auth substack second
                -account include third  # not needed
                """);
        write("common", "auth [success=1 default=ignore] /modules/pam_first.so use_first_pass\n");
        write("second", "auth required /modules/pam_second.so\n@include hub\n");
        write("third", "account required \\\n  /modules/pam_third.so\n");

        PamStack stack = PamStack.read(config("hub")).orElseThrow();

        assertThat(stack.modules()).containsExactly(module("first"), module("second"), module("third"));
        assertThat(stack.has("auth")).isTrue();
        assertThat(stack.has("account")).isTrue();
        assertThat(stack.has("session")).isFalse();
    }

    @Test
    void knowsThatNamesOfServicesAreInLowerCase() throws IOException {
        write("hub", "auth required /modules/pam_first.so\n");

        assertThat(PamStack.read(config("HUB"))).isPresent();
    }

    @Test
    void seesThatAServiceIsMissing() {
        assertThat(PamStack.read(config("hub"))).isEmpty();
    }

    private PamConfig config(String service) {
        return PamConfig.builder().service(service).folder(folder).build();
    }

    private static Path module(String name) {
        return Path.of("/modules/pam_" + name + ".so");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
