package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostOptionsTest {

    @Test
    void wordsOfDockerPyBecomeThoseOfTheEngine() {
        assertThat(HostOptions.host(Map.of(
                        "mem_limit",
                        "2g",
                        "memswap_limit",
                        "512m",
                        "nano_cpus",
                        500,
                        "cap_add",
                        "SYS_ADMIN",
                        "security_opt",
                        List.of("seccomp=unconfined"),
                        "dns",
                        "1.1.1.1",
                        "extra_hosts",
                        Map.of("db", "10.0.0.1"),
                        "restart_policy",
                        Map.of("name", "always"),
                        "device_requests",
                        List.of(Map.of("count", -1, "device_ids", List.of("0"))))))
                .containsEntry("Memory", 2L << 30)
                .containsEntry("MemorySwap", 512L << 20)
                .containsEntry("NanoCpus", 500)
                .containsEntry("CapAdd", List.of("SYS_ADMIN"))
                .containsEntry("SecurityOpt", List.of("seccomp=unconfined"))
                .containsEntry("Dns", List.of("1.1.1.1"))
                .containsEntry("ExtraHosts", List.of("db:10.0.0.1"))
                .containsEntry("RestartPolicy", Map.of("Name", "always"))
                .containsEntry("DeviceRequests", List.of(Map.of("Count", -1, "DeviceIDs", List.of("0"))));
    }

    @Test
    void wordsOfTheEngineStay() {
        assertThat(HostOptions.host(Map.of("ShmSize", 64, "IpcMode", "private", "CgroupnsMode", "host")))
                .isEqualTo(Map.of("ShmSize", 64L, "IpcMode", "private", "CgroupnsMode", "host"));
    }

    @Test
    void creationIsTranslatedWithTheHostConfigInIt() {
        assertThat(HostOptions.create(Map.of(
                        "user",
                        0,
                        "command",
                        "start.sh --x",
                        "environment",
                        Map.of("A", "1"),
                        "host_config",
                        Map.of("init", false))))
                .isEqualTo(Map.of(
                        "User", "0",
                        "Cmd", List.of("start.sh", "--x"),
                        "Env", List.of("A=1"),
                        "HostConfig", Map.of("Init", false)));
    }

    @Test
    void slipsAreGuessed() {
        assertThat(HostOptions.hostKey("mem_limits")).isEmpty();
        assertThat(HostOptions.hint("mem_limits", true)).isEqualTo("; did you mean mem_limit?");
        assertThat(HostOptions.hint("workingdir", false)).contains("did you mean");
    }
}
