package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.hub.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code ./hubwright} makes for workspaces: it is used where it fits, and never in the way. */
@Timeout(300)
class WorkspaceArchiveIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    static Path folder;

    @BeforeAll
    static void archive() throws Exception {
        assertThat(rehearse("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + folder.resolve("workspace.jsa")))
                .isEmpty();
    }

    @Test
    void startsWithTheClassesOfTheArchive() throws Exception {
        String log = rehearse("-XX:SharedArchiveFile=" + folder.resolve("workspace.jsa"), "-Xlog:class+load");

        assertThat(log.lines()
                        .filter(line -> line.contains("dev.hubwright.hub.workspace.")
                                || line.contains("io.vertx.core.http.impl.HttpServerImpl")))
                .isNotEmpty()
                .allMatch(line -> line.contains("shared objects file (top)"));
    }

    @Test
    void startsWithoutAWordWhereItDoesNotFit() throws Exception {
        Path damaged = folder.resolve("damaged.jsa");
        Files.write(damaged, "this is no archive".getBytes(StandardCharsets.US_ASCII));

        for (Path archive : List.of(damaged, folder.resolve("missing.jsa"))) {
            assertThat(rehearse("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"))
                    .as(archive.toString())
                    .isEmpty();
        }
    }

    /** What a workspace says that starts, is asked and ends. */
    private static String rehearse(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), Main.class.getName(), "workspace", "--rehearse"));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of jars, as an archive needs it. */
    private static String classPath() throws IOException {
        try (Stream<Path> own = Files.list(TARGET);
                Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
            List<Path> jars = own.filter(file -> file.getFileName()
                            .toString()
                            .matches("hub-reference-.*(?<!-sources|-javadoc|-tests)\\.jar"))
                    .toList();
            assertThat(jars).hasSize(1);
            return Stream.concat(jars.stream(), libraries.sorted(Comparator.naturalOrder()))
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }
}
