package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleUserServerTest {

    @TempDir
    Path folder;

    @Test
    void startsTheWorkspaceWithItsArchiveWhereThereIsOne() throws Exception {
        String classPath = folder.resolve("hub.jar") + ":" + folder.resolve("lib/a.jar");

        assertThat(SingleUserServer.builtIn(Map.of(), classPath).command())
                .contains("-cp", classPath, "workspace")
                .noneMatch(word -> word.contains("jsa"));

        Path archive = Files.createFile(folder.resolve("workspace.jsa"));
        assertThat(SingleUserServer.builtIn(Map.of(), classPath).command())
                .contains("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xshare:auto");
    }

    @Test
    void givesAWorkspaceALocaleInWhichItSeesAllFiles() {
        assertThat(SingleUserServer.builtIn(Map.of("LANG", "POSIX"), "hub.jar").environment())
                .containsEntry("LC_ALL", "C.UTF-8");
        assertThat(SingleUserServer.builtIn(Map.of("LANG", "de_DE.UTF-8"), "hub.jar")
                        .environment())
                .isEmpty();
    }
}
