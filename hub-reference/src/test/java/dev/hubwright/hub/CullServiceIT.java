package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service in Python that stops idle servers, with the calls of {@code jupyterhub-idle-culler}. */
@RequiresEngine(Engine.JUPYTER)
@Timeout(300)
class CullServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void stopsIdleServersAndNoOthers() throws Exception {
        Path script = folder.resolve("cull.py");
        try (var source = getClass().getResourceAsStream("/services/cull.py")) {
            Files.write(script, source.readAllBytes());
        }
        Path begin = folder.resolve("begin");
        ServiceDefinition cull = ServiceDefinition.builder("cull")
                .command(List.of(
                        "sh",
                        "-c",
                        "while [ ! -e " + begin + " ]; do sleep 0.1; done; exec /usr/bin/python3 " + script + " 30"))
                .build();
        Role role = new Role(
                "cull",
                "",
                Set.of("list:users", "read:users:activity", "read:servers", "delete:servers"),
                Set.of(),
                Set.of(),
                Set.of("cull"));
        try (WholeHub hub = new WholeHub(
                folder, builder -> builder.services(List.of(cull)).roles(List.of(role), ScopeTree.standard()))) {
            // More people than one page of the list has.
            for (int i = 0; i < 60; i++) {
                hub.makeUser("nobody" + i);
            }
            start(hub, "busy");
            String soon = hub.clock.instant().plus(Duration.ofMinutes(50)).toString();
            assertThat(hub.api("busy")
                            .post("users/busy/activity", "{\"servers\": {\"\": {\"last_activity\": \"" + soon + "\"}}}")
                            .status())
                    .isEqualTo(200);
            start(hub, "idle@example.org");
            Files.createFile(begin);

            Eventually.holds(
                    "the idle server is stopped",
                    PATIENCE,
                    () -> phase(hub, "idle@example.org") == ServerPhase.STOPPED);
            assertThat(phase(hub, "busy")).isEqualTo(ServerPhase.READY);
        }
    }

    private static void start(WholeHub hub, String user) throws Exception {
        assertThat(hub.api(user).post("users/" + user + "/server", "").status()).isIn(201, 202);
    }

    private static ServerPhase phase(WholeHub hub, String user) throws Exception {
        return hub.store.servers().find(ServerRef.of(user)).orElseThrow().phase();
    }
}
