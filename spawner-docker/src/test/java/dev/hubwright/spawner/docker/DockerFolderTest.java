package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerFolderTest {

    @TempDir
    Path folder;

    private String uri(Map<String, ?> written, Map<String, String> environment) {
        Settings settings =
                Settings.read(DockerSettings.SCHEMA, RawSettings.of(Map.of("DockerSpawner", written)), environment);
        return EngineAddresses.of(DockerConfig.of(settings)).uri().toString();
    }

    private void makeContext(String name, String endpoint) throws Exception {
        java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
        String id = java.util.HexFormat.of()
                .formatHex(digest.digest(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Path meta = Files.createDirectories(folder.resolve("contexts/meta").resolve(id));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\": \"" + name + "\", \"Endpoints\": {\"docker\": " + endpoint + "}}");
    }

    @Test
    void aContextSaysWhereTheEngineIs() throws Exception {
        makeContext("lab", "{\"Host\": \"tcp://engine.lab:2376\", \"SkipTLSVerify\": false}");

        assertThat(uri(Map.of("docker_config", folder.toString(), "docker_context", "lab"), Map.of()))
                .isEqualTo("tcp://engine.lab:2376");
        assertThat(uri(Map.of(), Map.of("DOCKER_CONFIG", folder.toString(), "DOCKER_CONTEXT", "lab")))
                .isEqualTo("tcp://engine.lab:2376");
    }

    @Test
    void theCurrentContextCountsWhereNothingElseIsSaid() throws Exception {
        makeContext("lab", "{\"Host\": \"unix:///run/lab.sock\"}");
        Path config = Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"lab\"}");

        assertThat(uri(Map.of("docker_config", folder.toString()), Map.of())).isEqualTo("unix:///run/lab.sock");
        assertThat(uri(Map.of("docker_config", config.toString()), Map.of())).isEqualTo("unix:///run/lab.sock");
        assertThat(uri(Map.of("docker_config", folder.toString(), "docker_context", "default"), Map.of()))
                .isEqualTo("unix:///var/run/docker.sock");
        assertThat(uri(Map.of("docker_config", folder.toString()), Map.of("DOCKER_HOST", "tcp://other:2375")))
                .isEqualTo("tcp://other:2375");
    }

    @Test
    void slipsAreSlipsInTheSettings() throws Exception {
        makeContext("open", "{\"Host\": \"tcp://engine.lab:2376\", \"SkipTLSVerify\": true}");
        makeContext("far", "{\"Host\": \"ssh://root@engine.lab\"}");

        assertThatThrownBy(() -> uri(Map.of("docker_config", folder.toString(), "docker_context", "none"), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("docker context ls");
        assertThatThrownBy(() -> uri(Map.of("docker_context", "lab"), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("docker_config");
        assertThatThrownBy(() -> uri(Map.of("docker_config", folder.toString(), "docker_context", "open"), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> uri(Map.of("docker_config", folder.toString(), "docker_context", "far"), Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("forward its socket");
    }
}
