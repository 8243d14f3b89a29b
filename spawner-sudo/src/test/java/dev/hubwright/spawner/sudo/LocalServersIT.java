package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is special to a hub that is root. */
@RequiresEngine({Engine.ROOT, Engine.SUDO})
@Timeout(180)
class LocalServersIT {

    private static Site site;

    @TempDir
    Path data;

    private Spawner makingHomes;

    @BeforeAll
    static void makeAccounts() throws Exception {
        site = new Site();
    }

    @AfterAll
    static void removeAccounts() throws Exception {
        site.close();
    }

    @BeforeEach
    void open() {
        makingHomes = Site.localSpawner(data, Map.of("make_homes", true));
    }

    @AfterEach
    void close() throws Exception {
        Site.stopAll(makingHomes);
    }

    private static String homeless(String name) throws Exception {
        String person = site.people.add(name);
        People.run("rm", "-r", site.people.home(person).toString());
        return person;
    }

    @Test
    void makesTheHomeThatIsMissing() throws Exception {
        String person = homeless("h");
        Path home = site.people.home(person);

        StartResult.Running running = Site.start(makingHomes, site.localRequest(ServerRef.of(person)));

        assertThat(Servers.get(running, "/folder")).isEqualTo(home.toString());
        assertThat(Files.getOwner(home).getName()).isEqualTo(person);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(home.resolve(".profile")).hasSameTextualContentAs(Path.of("/etc/skel/.profile"));
    }

    @Test
    void leavesAHomeThatIsThereAlone() throws Exception {
        String person = site.people.add("t");
        Path home = site.people.home(person);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
        Files.delete(home.resolve(".profile"));

        Site.start(makingHomes, site.localRequest(ServerRef.of(person)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwxr-x---");
        assertThat(home.resolve(".profile")).doesNotExist();
    }

    @Test
    void saysWhichHomeCannotBeMade() throws Exception {
        String person = homeless("p");
        People.change("usermod", "--home", "/proc/nowhere", person);

        assertThatThrownBy(() -> makingHomes.start(
                        site.localRequest(ServerRef.of(person)).build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("The home folder /proc/nowhere of " + person + " cannot be made")
                .hasMessageContaining("mkhomedir_helper");
        assertThat(Site.servers(site.people.uid(person))).isEmpty();
    }

    @Test
    void makesNoHomeUnasked() throws Exception {
        String person = homeless("u");
        Spawner spawner = Site.localSpawner(data, Map.of());

        assertThatThrownBy(() ->
                        spawner.start(site.localRequest(ServerRef.of(person)).build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("pam_mkhomedir");
        assertThat(site.people.home(person)).doesNotExist();
    }

    @Test
    void refusesWhereTheHubIsNotRoot() throws Exception {
        String person = site.people.add("n");
        Process hub =
                new ProcessBuilder("setpriv", "--reuid=" + site.people.hub, "--clear-groups", "sleep", "600").start();
        try {
            Path self = Path.of("/proc/" + hub.pid());
            Eventually.holds("the hub's own account", Duration.ofMinutes(1), () -> Files.getOwner(self)
                    .getName()
                    .equals(site.people.hub));
            Spawner spawner = LocalSpawnerFactory.create(
                    site.localRequest(ServerRef.of(person)).build().settings(), Servers.context(data), self);

            assertThatThrownBy(() -> spawner.start(
                            site.localRequest(ServerRef.of(person)).build(), new HookedProgress()))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("the hub is not root")
                    .hasMessageContaining("JupyterHub.spawner_class = sudo, or simple");
            assertThat(Site.servers(site.people.uid(person))).isEmpty();
        } finally {
            hub.destroyForcibly();
        }
    }
}
