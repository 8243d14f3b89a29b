package dev.hubwright.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditFileTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T10:15:30Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void writesALineForEachEventForItsOwnEyes() throws Exception {
        Path file = folder.resolve("audit.log");
        try (AuditFile audit = AuditFile.open(file, CLOCK)) {
            audit.record("login", "ada", Map.of("instance", "corp", "from", "192.0.2.1"));
            audit.record("login-refused", "x\"}\n{\"event\":\"login\"", Map.of("event", "login"));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .hasSize(2)
                .first()
                .isEqualTo("{\"time\":\"2026-11-25T10:15:30Z\",\"event\":\"login\",\"subject\":\"ada\","
                        + "\"from\":\"192.0.2.1\",\"instance\":\"corp\"}");
        JsonNode hostile = new ObjectMapper().readTree(lines.get(1));
        assertThat(hostile.path("event").asText()).isEqualTo("login-refused");
        assertThat(hostile.path("subject").asText()).isEqualTo("x\"}\n{\"event\":\"login\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void beginsANewFileWhereTheOldOneIsMovedAway() throws Exception {
        Path file = folder.resolve("audit.log");
        Path old = folder.resolve("audit.log.1");
        try (AuditFile audit = AuditFile.open(file, CLOCK)) {
            audit.record("login", "ada", Map.of());
            Eventually.holds("it is written", () -> Files.readAllLines(file).size() == 1);
            Files.move(file, old);
            audit.record("logout", "ada", Map.of());
        }

        assertThat(Files.readAllLines(old)).singleElement().asString().contains("login");
        assertThat(Files.readAllLines(file)).singleElement().asString().contains("logout");
    }

    @Test
    void losesNothingWhileTheFileCannotBeWritten() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("logs"));
        Path file = inside.resolve("audit.log");
        try (AuditFile audit = AuditFile.open(file, CLOCK)) {
            Files.move(inside, folder.resolve("elsewhere"));
            IntStream.range(0, 100).forEach(i -> audit.record("login", "user" + i, Map.of()));
            Files.createDirectory(inside);

            Eventually.holds(
                    "all are written",
                    () -> Files.exists(file) && Files.readAllLines(file).size() == 100);
        }
    }

    @Test
    void saysAtOnceThatAFileCannotBeWritten() {
        Path file = folder.resolve("missing").resolve("audit.log");

        assertThatThrownBy(() -> AuditFile.open(file, CLOCK))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("JupyterHub.audit_file = \"" + file + "\" cannot be written");
    }
}
