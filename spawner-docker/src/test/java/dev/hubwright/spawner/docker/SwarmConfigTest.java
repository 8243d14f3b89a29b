package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmConfigTest {

    private static List<String> problems(Map<String, ?> written) {
        SwarmSpawnerFactory factory = new SwarmSpawnerFactory();
        Settings settings = Settings.read(factory.schema(), RawSettings.of(Map.of("SwarmSpawner", written)), Map.of());
        return factory.validate(settings).stream().map(Object::toString).toList();
    }

    @Test
    void wordsOfDockerPyAndOfTheEngineAreUnderstood() {
        assertThat(problems(Map.of(
                        "extra_container_spec", Map.of("workdir", "/work", "Hostname", "x"),
                        "extra_resources_spec", Map.of("mem_limit", "1G", "generic_resources", Map.of("gpu", 1)),
                        "extra_placement_spec", Map.of("constraints", List.of("node.role == worker")),
                        "extra_task_spec", Map.of("log_driver", Map.of("name", "json-file")),
                        "extra_endpoint_spec", Map.of("mode", "dnsrr"),
                        "extra_host_config", Map.of("mem_limit", "1G"))))
                .isEmpty();
        assertThat(SwarmWords.engine(
                        SwarmSettings.EXTRA_RESOURCES_SPEC,
                        Map.of("mem_limit", "1G", "generic_resources", Map.of("gpu", 1))))
                .isEqualTo(Map.of(
                        "Limits",
                        Map.of("MemoryBytes", 1L << 30),
                        "Reservations",
                        Map.of(
                                "GenericResources",
                                List.of(Map.of("DiscreteResourceSpec", Map.of("Kind", "gpu", "Value", 1))))));
    }

    @Test
    void whatServicesCannotDoIsAProblem() {
        assertThat(problems(Map.of("gpus", "all"))).singleElement().asString().contains("generic_resources");
        assertThat(problems(Map.of("network_isolation", true))).hasSize(1);
        assertThat(problems(Map.of("network_isolation", false))).isEmpty();
        assertThat(problems(Map.of("extra_host_config", Map.of("privileged", true))))
                .singleElement()
                .asString()
                .contains("privileged");
        assertThat(problems(Map.of("extra_placement_spec", Map.of("constraint", List.of()))))
                .singleElement()
                .asString()
                .contains("did you mean constraints?");
        assertThat(problems(Map.of("secrets", List.of(Map.of("target", "x"))))).hasSize(1);
    }
}
