package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder on a file system of its own, which runs full or cannot be written. */
@RequiresEngine(Engine.ROOT)
@Timeout(90)
class FullDiskIT {

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void saysSoWhenTheDiskIsFullAndGoesOnWhenItIsNot() throws Exception {
        try (WholeHub hub = new WholeHub(disk)) {
            WebClient alice = hub.browserOf("alice");
            assertThat(alice.get("/hub/home").status()).isEqualTo(200);
            fill();

            WebClient bob = hub.browser();
            WebClient.Answer refused = bob.logIn("bob");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).doesNotContain(disk.toString(), "SQL", "Exception");
            assertThat(alice.get("/hub/home").status()).as("reading goes on").isEqualTo(200);
            WebClient.Answer start = alice.post("/hub/spawn", Map.of());
            assertThat(start.status()).isIn(302, 503);
            assertThat(hub.servers.count())
                    .as("nothing runs that nobody remembers")
                    .isZero();

            Files.delete(disk.resolve("filler"));
            assertThat(bob.logIn("bob").status()).isEqualTo(302);
            assertThat(bob.follow(bob.get("/hub/spawn")).body()).contains("the server of bob");
        }
    }

    @Test
    void namesTheFolderThatCannotBeWritten() throws Exception {
        run("mount", "-o", "remount,ro", disk.toString());

        assertThatThrownBy(() -> new WholeHub(disk))
                .hasMessageContaining(disk.toString())
                .hasMessageNotContaining("Exception");
    }

    private void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            byte[] block = new byte[4096];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
    }
}
