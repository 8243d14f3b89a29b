package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {

    private static List<String> problems(String key, Object value) {
        return new DockerSpawnerFactory()
                .validate(Docker.settings(Map.of(key, value))).stream()
                        .map(Problem::toString)
                        .toList();
    }

    @Test
    void whatWorksForThePeerIsAccepted() {
        Settings settings = Docker.settings(Map.ofEntries(
                Map.entry("container_image", "jupyter/base-notebook:latest"),
                Map.entry("remove_containers", true),
                Map.entry("network_name", "hubnet"),
                Map.entry("use_internal_ip", true),
                Map.entry("extra_host_config", Map.of("network_mode", "hubnet", "mem_limit", "1g")),
                Map.entry("extra_create_kwargs", Map.of("user", "root")),
                Map.entry("volumes", Map.of("jupyterhub-user-{username}", "/home/jovyan/work")),
                Map.entry("read_only_volumes", Map.of("/srv/data", "/data")),
                Map.entry("mounts", List.of(Map.of("source", "x-{username}", "target", "/x", "type", "volume"))),
                Map.entry("allowed_images", List.of("a/b:1", "c/d:2")),
                Map.entry("pull_policy", "IfNotPresent"),
                Map.entry("post_start_cmd", false),
                Map.entry("client_kwargs", Map.of("base_url", "unix://var/run/docker.sock", "version", "auto"))));

        assertThat(new DockerSpawnerFactory().validate(settings)).isEmpty();
        assertThat(DockerConfig.of(settings).image()).isEqualTo("jupyter/base-notebook:latest");
        assertThat(EngineAddresses.uri(DockerConfig.of(settings))).isEqualTo(URI.create("unix:///var/run/docker.sock"));
    }

    @Test
    void unknownOptionsAreProblemsWithAGuess() {
        assertThat(problems("extra_host_config", Map.of("mem_limt", 1)))
                .singleElement()
                .asString()
                .contains("DockerSpawner.extra_host_config")
                .contains("did you mean mem_limit?");
        assertThat(problems("extra_create_kwargs", Map.of("usr", 1)))
                .singleElement()
                .asString()
                .contains("user?");
        assertThat(problems("mounts", List.of(Map.of("sourc", "x"))))
                .singleElement()
                .asString()
                .contains("source?");
        assertThat(problems("volumes", Map.of("{user}", "/x")))
                .singleElement()
                .asString()
                .contains("{user}");
    }

    @Test
    void linksAreRefusedLoudly() {
        assertThatThrownBy(() -> Docker.settings(Map.of("links", Map.of("hub", "hub"))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("DockerSpawner.links")
                .hasMessageContaining("network");
        assertThat(problems("links", Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/etc",
                "/var/run/docker.sock",
                "/run/docker.sock",
                "/srv/x/docker.sock",
                "/run",
                "/proc",
                "/srv/../etc",
                "/root/x"
            })
    void foldersThatAreTheHostItselfAreRefused(String folder) {
        assertThat(problems("volumes", Map.of(folder, "/x")))
                .singleElement()
                .asString()
                .contains(folder);
    }

    @Test
    void theSocketIsRefusedReadOnlyTooAndInEveryPlace() {
        assertThat(problems("read_only_volumes", Map.of("/var/run/docker.sock", "/x")))
                .hasSize(1);
        assertThat(problems("extra_host_config", Map.of("binds", List.of("/var/run/docker.sock:/x"))))
                .hasSize(1);
        assertThat(problems(
                        "extra_create_kwargs",
                        Map.of("host_config", Map.of("Binds", List.of("/var/run/docker.sock:/x:ro")))))
                .hasSize(1);
        assertThat(problems("read_only_volumes", Map.of("/etc/jupyter", "/etc/jupyter")))
                .isEmpty();
    }

    @Test
    void engineAddressesAreThoseOfTheDockerCommand() {
        for (String[] pair : List.of(
                new String[] {"tcp://engine:2375", "tcp://engine:2375"},
                new String[] {"unix://var/run/docker.sock", "unix:///var/run/docker.sock"},
                new String[] {"https://engine:2376", "tcp://engine:2376"})) {
            Settings settings =
                    Settings.read(DockerSettings.SCHEMA, RawSettings.empty(), Map.of("DOCKER_HOST", pair[0]));
            assertThat(EngineAddresses.uri(DockerConfig.of(settings))).isEqualTo(URI.create(pair[1]));
        }
        assertThat(problems("docker_host", "ssh://me@engine"))
                .singleElement()
                .asString()
                .contains("forward its socket");
        assertThat(problems("tls_config", Map.of("verify", false))).hasSize(1);
    }

    @Test
    void imagesAreTakenApart() {
        assertThat(ImageName.of("my.host:5000/x").full()).isEqualTo("my.host:5000/x:latest");
        assertThat(ImageName.of("my.host:5000/x:1").registry()).isEqualTo("my.host:5000");
        assertThat(ImageName.of("x/y@sha256:" + "0".repeat(64)).full()).isEqualTo("x/y@sha256:" + "0".repeat(64));
        assertThat(ImageName.of("jupyter/base").registry()).isEqualTo("docker.io");
        assertThat(ImageName.isValid("-v /:/host")).isFalse();
    }

    @Test
    void emptyAllowedImagesAllowTheConfiguredOneOnly() {
        assertThat(problems("allowed_images", "a:1")).singleElement().asString().contains("[\"a:1\"]");
    }

    @Test
    void factoriesAreFoundByTheNamesOfThePeer() {
        assertThat(ServiceLoader.load(SpawnerFactory.class).stream().map(found -> found.get()))
                .anySatisfy(factory -> assertThat(factory.aliases()).contains("dockerspawner.DockerSpawner"))
                .anySatisfy(factory -> assertThat(factory.aliases()).contains("dockerspawner.SystemUserSpawner"));
    }

    @Test
    void makingASpawnerAsksNobody() {
        DockerConfig config =
                DockerConfig.builder().engine(URI.create("tcp://127.0.0.1:1")).build();

        DockerSpawnerFactory.create(config, ProviderContext.builder().build()).close();
    }
}
