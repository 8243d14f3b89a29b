package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine behind TCP and TLS, which wants to know its clients. */
@RequiresEngine({Engine.DOCKER, Engine.ROOT})
@Timeout(120)
class TlsEngineIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    static Path keys;

    private static OwnEngine engine;
    private static String address;

    private final Docker docker = new Docker();

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(Engine.find("openssl").isPresent(), "SKIPPED: no openssl on the PATH");
        engine = OwnEngine.create().withNetworks();
        makeKeys(keys, engine.host());
        address = "tcp://" + engine.host() + ":2376";
        engine.with(
                        "--host=tcp://0.0.0.0:2376",
                        "--tlsverify",
                        "--tlscacert=" + keys.resolve("ca.pem"),
                        "--tlscert=" + keys.resolve("server.pem"),
                        "--tlskey=" + keys.resolve("server-key.pem"))
                .start()
                .load();
    }

    @AfterAll
    static void close() throws Exception {
        if (engine != null) {
            engine.close();
        }
    }

    /** An authority, a server and a client, as Docker's documentation has them made. */
    private static void makeKeys(Path folder, String host) throws Exception {
        String script = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca-key.pem -out"
                + " ca.pem && for one in server key; do name=$one-key; [ $one = server ] || name=key;"
                + " openssl req -newkey rsa:2048 -nodes -subj /CN=$one -keyout $name.pem -out $one.csr &&"
                + " printf 'subjectAltName=IP:" + host + "\\nextendedKeyUsage=serverAuth,clientAuth\\n' > ext &&"
                + " openssl x509 -req -days 2 -in $one.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile ext"
                + " -out $one.crt || exit 1; done; mv server.crt server.pem; mv key.crt cert.pem";
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private Spawner spawner(Map<String, ?> written) {
        Map<String, Object> all = new LinkedHashMap<>(
                Map.of("image", Docker.IMAGE, "prefix", docker.hubId, "remove", true, "stop_timeout", 3));
        all.putAll(written);
        return DockerSpawnerFactory.create(DockerConfig.of(Docker.settings(all)), docker.context);
    }

    private void assertStarts(Map<String, ?> written) throws Exception {
        try (Spawner spawner = spawner(written)) {
            var running = Docker.start(spawner, Docker.request(ALICE, Docker.server()));
            Opaque state = running.state();

            assertThat(spawner.poll(ALICE, state)).isInstanceOf(Status.Up.class);
            // Ports are published at the engine's host, not at the hub's.
            assertThat(running.uri().getHost()).isEqualTo(engine.host());
            spawner.stop(ALICE, state, StopMode.NOW);
        }
        assertThat(engine.run("ps", "-aq")).isEmpty();
    }

    @Test
    void theVariablesOfTheDockerCommandLeadThere() throws Exception {
        assertStarts(Map.of("docker_host", address, "docker_tls_verify", "1", "docker_cert_path", keys.toString()));
    }

    @Test
    void theWordsOfDockerPyLeadThere() throws Exception {
        Map<String, ?> tls = Map.of(
                "ca_cert",
                keys.resolve("ca.pem").toString(),
                "client_cert",
                java.util.List.of(
                        keys.resolve("cert.pem").toString(),
                        keys.resolve("key.pem").toString()));
        assertStarts(Map.of("client_kwargs", Map.of("base_url", address), "tls_config", tls));
    }

    @Test
    void aContextThatTheDockerCommandMadeLeadsThere(@TempDir Path folder) throws Exception {
        Docker.run(
                "--config",
                folder.toString(),
                "context",
                "create",
                "lab",
                "--docker",
                "host=" + address + ",ca=" + keys.resolve("ca.pem") + ",cert=" + keys.resolve("cert.pem") + ",key="
                        + keys.resolve("key.pem"));

        assertStarts(Map.of("docker_config", folder.toString(), "docker_context", "lab"));

        Docker.run("--config", folder.toString(), "context", "use", "lab");
        assertStarts(Map.of("docker_config", folder.toString()));
    }

    @Test
    void withoutTheRightKeysTheEngineIsOutOfReach(@TempDir Path folder) throws Exception {
        makeKeys(folder, engine.host());
        Files.copy(
                keys.resolve("ca.pem"),
                Files.createDirectory(folder.resolve("trust")).resolve("ca.pem"));
        for (Path wrong : java.util.List.of(folder, folder.resolve("trust"))) {
            try (Spawner spawner = spawner(
                    Map.of("docker_host", address, "docker_tls_verify", "1", "docker_cert_path", wrong.toString()))) {
                assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, Docker.server())))
                        .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.retryable())
                                .isTrue())
                        .hasMessageContaining(address);
            }
        }
    }

    @Test
    void anOldVersionOfTheApiCanBeAskedForAndOneThatIsNotThereIsSaidSo() throws Exception {
        Map<String, Object> written = new LinkedHashMap<>(
                Map.of("docker_host", address, "docker_tls_verify", "1", "docker_cert_path", keys.toString()));
        written.put("docker_api_version", "1.40");
        assertStarts(written);
        written.put("docker_api_version", "1.99");
        try (Spawner spawner = spawner(written)) {
            assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, Docker.server())))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("1.99");
        }
    }
}
