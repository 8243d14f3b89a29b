package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine({Engine.DOCKER, Engine.ROOT})
@Timeout(60)
class SystemUserIT {

    @TempDir
    Path homes;

    private final Docker docker = new Docker();
    private final LocalAccounts accounts = name -> name.equals("alice")
            ? Optional.of(new LocalAccount(
                    "alice",
                    4711,
                    4712,
                    homes.resolve("alice"),
                    "/bin/sh",
                    List.of("alice", "lab"),
                    List.of(4712L, 4713L)))
            : Optional.empty();
    private final ProviderContext context = ProviderContext.builder()
            .hubId(docker.hubId)
            .localAccounts(accounts)
            .build();

    @AfterEach
    void clean() throws Exception {
        docker.clean();
    }

    private Spawner spawner(Map<String, ?> more) {
        Settings settings = Settings.read(
                SystemUserSettings.SCHEMA,
                RawSettings.of(Map.of(
                        "DockerSpawner",
                        Map.of("image", Docker.IMAGE, "prefix", docker.hubId, "remove", true, "stop_timeout", 1),
                        "SystemUserSpawner",
                        more)),
                Map.of());
        return new SystemUserSpawnerFactory().create(settings, context);
    }

    @Test
    void aServerRunsAsItsOwnersAccountInItsHome() throws Exception {
        Files.setAttribute(Files.createDirectories(homes.resolve("alice")), "unix:uid", 4711);
        try (Spawner spawner = spawner(Map.of("host_homedir_format_string", ""))) {
            StartResult.Running running = Docker.start(spawner, Docker.request(ServerRef.of("alice"), Docker.server()));

            assertThat(Docker.exec(running.state(), "id -u; id -g; pwd; echo $HOME $NB_USER $NB_UID $NB_GID; id -G"))
                    .startsWith("4711\n4712\n/home/alice\n/home/alice alice 4711 4712\n")
                    .contains("4713");
            Docker.exec(running.state(), "touch notebook");
        }
        assertThat(Files.getAttribute(homes.resolve("alice/notebook"), "unix:uid"))
                .isEqualTo(4711);
    }

    @Test
    void ownNumbersGoOverTheAccounts() throws Exception {
        Map<String, ?> numbers =
                Map.of("user_id", 123, "group_id", 456, "host_homedir_format_string", homes + "/{username}");
        Files.createDirectories(homes.resolve("bob"));
        try (Spawner spawner = spawner(numbers)) {
            StartResult.Running running = Docker.start(spawner, Docker.request(ServerRef.of("bob"), Docker.server()));

            assertThat(Docker.inspect(running.state(), "{{.Config.User}}")).isEqualTo("123:456");
        }
    }

    @Test
    void whoHasNoAccountOrNoPlainNameIsRefused() throws Exception {
        try (Spawner spawner = spawner(Map.of("host_homedir_format_string", homes + "/{username}"))) {
            for (String user : List.of("mallory", "..", "a:b", "-rf")) {
                assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ServerRef.of(user), Docker.server())))
                        .as(user)
                        .isInstanceOf(ProviderException.class);
            }
        }
        assertThat(docker.containers()).isZero();
    }
}
