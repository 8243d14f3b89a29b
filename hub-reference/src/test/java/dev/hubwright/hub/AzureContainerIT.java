package dev.hubwright.hub;

import static dev.hubwright.hub.AzureHub.DATABASE;
import static dev.hubwright.hub.AzureHub.STORAGE;
import static dev.hubwright.hub.AzureHub.ask;
import static dev.hubwright.hub.AzureHub.owner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.NodePackage;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's library for Node in containers, which reach the hub at another address than browsers do. */
@Timeout(300)
@RequiresEngine({Engine.NOTEBOOK_IMAGE, Engine.AZURE_IDENTITY})
class AzureContainerIT {

    private static final List<String> PEOPLE = List.of("ann", "bob");

    @TempDir
    Path folder;

    @AfterEach
    void removeWhatIsLeft() throws Exception {
        for (String person : PEOPLE) {
            DockerCommand.run("rm", "-f", container(person));
        }
    }

    @Test
    void givesEachContainerTheTokensOfItsOwner() throws Exception {
        Path packages =
                NodePackage.home("@azure/identity").orElseThrow().getParent().getParent();
        try (AzureHub hub = new AzureHub(folder)) {
            Path program = hub.nodeProgram();
            hub.start("ab".repeat(32), DockerCommand.addressForContainers(), """
                    JupyterHub:
                      spawner_class: docker
                    DockerSpawner:
                      image: local/notebook:1
                      pull_policy: never
                      use_internal_ip: true
                      remove: true
                      prefix: hubwright-azure
                      cmd: [/azure/node, /azure/program.mjs, %2$s]
                      volumes:
                        "%1$s": {bind: /azure/program.mjs, mode: ro}
                        "%2$s": {bind: "%2$s", mode: ro}
                        "%3$s": {bind: /azure/node, mode: ro}
                    """.formatted(program, packages, node()));
            WebClient ann = hub.serverOf("ann");
            WebClient bob = hub.serverOf("bob");

            assertThat(owner(ann, "ann", STORAGE)).isEqualTo("ann of " + STORAGE);
            assertThat(owner(bob, "bob", STORAGE)).isEqualTo("bob of " + STORAGE);
            assertThat(owner(ann, "ann", DATABASE)).isEqualTo("ann of " + DATABASE);
            assertThat(ask(ann, "ann", "https://vault.azure.net")).startsWith("refused: ");
            assertThat(DockerCommand.run("exec", container("ann"), "printenv", "IDENTITY_ENDPOINT"))
                    .isEqualTo("http://" + DockerCommand.addressForContainers() + ":" + hub.hubPort
                            + "/hub/api/identity/token");
            assertThat(DockerCommand.run("inspect", container("ann")))
                    .doesNotContain(EntraStandIn.SECRET)
                    .doesNotContain("msal_cache");
        }
    }

    /** The library wants a newer one than the image has. */
    private static Path node() throws IOException {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(entry -> Path.of(entry, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow()
                .toRealPath();
    }

    private static String container(String person) {
        return "hubwright-azure-" + person;
    }
}
