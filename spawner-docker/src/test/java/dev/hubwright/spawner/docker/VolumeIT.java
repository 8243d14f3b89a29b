package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine(Engine.DOCKER)
@Timeout(120)
class VolumeIT {

    private static final ServerRef ALICE = ServerRef.of("alice");
    private static final ServerRef BOB = ServerRef.of("bob");
    private static final Map<String, ?> AS_JOVYAN =
            Map.of("extra_create_kwargs", Map.of("user", "1000:100"), "init", false);

    private final Docker docker = new Docker();
    private final Spawner spawner = docker.spawner();

    @AfterEach
    void clean() throws Exception {
        spawner.close();
        docker.clean();
    }

    private Opaque start(ServerRef server, Map<String, ?> settings) throws Exception {
        return Docker.start(spawner, Docker.request(server, Docker.server(), settings))
                .state();
    }

    private String volumes() throws Exception {
        return Docker.run("volume", "ls", "-q", "--filter", "name=" + docker.hubId);
    }

    @Test
    void filesOfAPersonOutliveTheContainerAndAreNobodyElses() throws Exception {
        Opaque first = start(ALICE, AS_JOVYAN);
        Docker.exec(first, "echo precious > /home/jovyan/notebook");
        spawner.stop(ALICE, first, StopMode.GRACEFUL);
        assertThat(docker.containers()).isZero();

        assertThat(Docker.exec(start(ALICE, AS_JOVYAN), "cat /home/jovyan/notebook; stat -c %u:%g /home/jovyan"))
                .isEqualTo("precious\n1000:100");
        assertThat(Docker.exec(start(new ServerRef("alice", "lab"), AS_JOVYAN), "cat /home/jovyan/notebook"))
                .isEqualTo("precious");
        assertThat(Docker.exec(start(BOB, AS_JOVYAN), "ls /home/jovyan")).isEmpty();
    }

    @Test
    void aVolumeOfAnotherPersonIsNeverMounted() throws Exception {
        Docker.run("volume", "create", "--label", "dev.hubwright.user=bob", docker.hubId + "-alice");
        try {
            assertThatThrownBy(() -> start(ALICE, Map.of()))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("that of user \"bob\"");
            assertThat(docker.containers()).isZero();
            assertThat(volumes()).isEqualTo(docker.hubId + "-alice");
        } finally {
            Docker.run("volume", "rm", docker.hubId + "-alice");
        }
    }

    @Test
    void aVolumeOfAnotherPersonIsNoMountEither() throws Exception {
        Docker.run("volume", "create", "--label", "dev.hubwright.user=bob", docker.hubId + "-m-alice");
        try {
            Map<String, ?> mount = Map.of("source", "{prefix}-m-{username}", "target", "/x");
            assertThatThrownBy(() -> start(ALICE, Map.of("mounts", List.of(mount))))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("that of user \"bob\"");
        } finally {
            Docker.run("volume", "rm", docker.hubId + "-m-alice");
        }
        assertThat(Docker.inspect(
                        start(
                                ALICE,
                                Map.of("mounts", List.of(Map.of("source", "{prefix}-m-{username}", "target", "/x")))),
                        "{{range .Mounts}}{{.Name}} {{end}}"))
                .contains(docker.hubId + "-m-alice");
    }

    @Test
    void aVolumeFromBeforeIsTakenOver() throws Exception {
        Docker.run("volume", "create", docker.hubId + "-alice");
        try {
            Opaque state = start(ALICE, Map.of());
            assertThat(Docker.inspect(state, "{{range .Mounts}}{{.Name}}{{end}}"))
                    .isEqualTo(docker.hubId + "-alice");
            spawner.stop(ALICE, state, StopMode.REMOVE);
            spawner.removeUser("alice");
            assertThat(volumes()).isEqualTo(docker.hubId + "-alice");
        } finally {
            Docker.run("volume", "rm", docker.hubId + "-alice");
        }
    }

    @Test
    void removingAServerRemovesItsOwnVolumeOnly() throws Exception {
        Map<String, ?> both = Map.of(
                "volumes", Map.of("{prefix}-{username}", "/home/x", "{prefix}-{username}-of-{servername}", "/scratch"));
        ServerRef lab = new ServerRef("alice", "lab");
        Opaque state = start(lab, both);
        spawner.stop(lab, state, StopMode.NOW);
        assertThat(volumes().split("\n")).hasSize(2);

        spawner.stop(lab, state, StopMode.REMOVE);
        assertThat(volumes()).isEqualTo(docker.hubId + "-alice");
        spawner.removeUser("alice");
        assertThat(volumes()).isEqualTo(docker.hubId + "-alice");

        DockerConfig deleting = docker.config().deleteVolumesOnUserDelete(true).build();
        try (Spawner other = DockerSpawnerFactory.create(deleting, docker.context)) {
            other.removeUser("bob");
            assertThat(volumes()).isNotEmpty();
            other.removeUser("alice");
        }
        assertThat(volumes()).isEmpty();
    }

    @Test
    void aStartThatFailsLeavesNoVolumeEither() throws Exception {
        assertThatThrownBy(() -> start(ALICE, Map.of("extra_host_config", Map.of("runtime", "nonesuch"))))
                .isInstanceOf(ProviderException.class);

        assertThat(volumes()).isEmpty();
        assertThat(docker.containers()).isZero();
    }

    @Test
    void hostFoldersAreBoundReadOnlyWhereToldSo(@TempDir Path folder) throws Exception {
        Opaque state = start(ALICE, Map.of("read_only_volumes", Map.of(folder.toString(), "/data")));

        assertThat(Docker.exec(state, "touch /data/x 2>&1 || echo refused")).contains("refused");
    }

    @Test
    void rawNamesThatLeadElsewhereAreRefused() throws Exception {
        assertThatThrownBy(() -> start(ServerRef.of(".."), Map.of("volumes", Map.of("/srv/{raw_username}", "/x"))))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("raw");
        assertThat(docker.containers()).isZero();
    }

    @Test
    void aKeptContainerKeepsItsFilesAndIsMadeAnewWhenSomethingDiffers() throws Exception {
        DockerConfig config = docker.config().remove(false).build();
        try (Spawner keeping = DockerSpawnerFactory.create(config, docker.context)) {
            Opaque first = Docker.start(keeping, Docker.request(ALICE, Docker.server()))
                    .state();
            Docker.exec(first, "touch /installed");
            StopResult.Kept kept = (StopResult.Kept) keeping.stop(ALICE, first, StopMode.GRACEFUL);
            assertThat(keeping.discover()).isEmpty();

            SpawnRequest.Builder again = Docker.request(ALICE, Docker.server()).previousState(kept.state());
            StartResult.Running second = Docker.start(keeping, again);
            assertThat(Docker.exec(second.state(), "ls /installed")).isEqualTo("/installed");
            assertThat(second.state()).isEqualTo(kept.state());

            kept = (StopResult.Kept) keeping.stop(ALICE, second.state(), StopMode.GRACEFUL);
            SpawnRequest other = Docker.request(ALICE, Docker.server(), Map.of("shm_size", "1M"))
                    .previousState(kept.state())
                    .build();
            StartResult.Running third = (StartResult.Running) keeping.start(other, new RecordingProgress());
            assertThat(Docker.exec(third.state(), "ls /installed 2>&1 || true")).contains("No such file");
            assertThat(docker.containers()).isEqualTo(1);
        }
    }
}
