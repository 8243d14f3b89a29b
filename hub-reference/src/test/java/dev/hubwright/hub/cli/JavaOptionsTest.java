package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the image starts Java with, and that launcher, chart, manifests and compose say nothing else. */
@Timeout(60)
class JavaOptionsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SMALL = "-XX:+UseSerialGC -Xmn32m";

    @TempDir
    Path folder;

    @BeforeEach
    void putAJavaThatTellsHowItWasCalled() throws IOException {
        Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void makeAProxySmall() throws Exception {
        assertThat(start(Map.of(), "proxy", "--port", "8000"))
                .startsWith("-XX:+ExitOnOutOfMemoryError " + SMALL + " -cp ")
                .endsWith(" dev.hubwright.hub.cli.Main proxy --port 8000\n");
    }

    @Test
    void areThoseOfTheOperatorWhereTheyNameSome() throws Exception {
        assertThat(start(Map.of("JAVA_OPTS", "-XX:+UseG1GC -Xmx1g"), "proxy"))
                .startsWith("-XX:+ExitOnOutOfMemoryError -XX:+UseG1GC -Xmx1g -cp ");
        assertThat(start(Map.of("JDK_JAVA_OPTIONS", "-Xmn64m"), "proxy")).doesNotContain("SerialGC", "-Xmn32m");
    }

    @Test
    void makeAHubSmall() throws Exception {
        assertThat(start(Map.of(), "hub", "-f", "/etc/hubwright"))
                .startsWith("-XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -Xmn32m -cp ");
        assertThat(start(Map.of("JAVA_OPTS", "-XX:+UseG1GC"), "hub"))
                .startsWith("-XX:+ExitOnOutOfMemoryError -XX:+UseG1GC -cp ");
    }

    @Test
    void leaveOtherCommandsJavasOwnChoice() throws Exception {
        assertThat(start(Map.of(), "check", "-f", "/etc/hubwright")).startsWith("-XX:+ExitOnOutOfMemoryError -cp ");
    }

    @Test
    void standInOnePlace() throws IOException {
        assertThat(ROOT.resolve("hubwright"))
                .content()
                .contains("deploy/docker/java-options")
                .doesNotContain("-Xmn");
        assertThat(ROOT.resolve("deploy/docker/Dockerfile"))
                .content()
                .contains("ENTRYPOINT [\"sh\", \"/opt/hubwright/start\"]");
        assertThat(ROOT.resolve("hub-reference/pom.xml"))
                .content()
                .contains(
                        "<includes>java-options,start</includes>", "<entrypoint>sh,/opt/hubwright/start</entrypoint>");
        for (String file :
                List.of("compose/compose.yaml", "kubernetes/base/proxy.yaml", "helm/hubwright/templates/proxy.yaml")) {
            assertThat(ROOT.resolve("deploy").resolve(file))
                    .content()
                    .doesNotContain("entrypoint:", "command: [java", "-Xmn");
        }
    }

    private String start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("sh", ROOT.resolve("deploy/docker/start").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
