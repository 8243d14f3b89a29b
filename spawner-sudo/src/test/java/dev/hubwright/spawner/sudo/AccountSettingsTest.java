package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountSettingsTest {

    @Test
    void goesByJupyterHubsNames() {
        Providers<SpawnerFactory> providers =
                Providers.discover(SpawnerFactory.class, getClass().getClassLoader());

        assertThat(providers.find("sudospawner.SudoSpawner"))
                .hasValueSatisfying(factory -> assertThat(factory.id()).isEqualTo("sudo"));
        assertThat(providers.find("jupyterhub.spawner.LocalProcessSpawner"))
                .hasValueSatisfying(factory -> assertThat(factory.id()).isEqualTo("local"));
    }

    @Test
    void takesAnInstitutesSettingsAsTheyAre() {
        Settings settings = Settings.read(
                AccountSettings.SUDO,
                RawSettings.of(Map.of(
                        "SudoSpawner", Map.of("sudospawner_path", "/opt/jupyterhub/bin/sudospawner"),
                        "Spawner", Map.of("default_url", "/lab"))),
                Map.of());

        assertThat(settings.get(AccountSettings.SUDOSPAWNER_PATH)).isEqualTo("/opt/jupyterhub/bin/sudospawner");
        assertThat(settings.get(SpawnerSettings.DEFAULT_URL)).isEqualTo("/lab");
        assertThat(settings.get(AccountSettings.SUDO_ARGS)).containsExactly("-nH");
        assertThat(AccountConfig.of(settings).envKeep()).doesNotContain("PATH", "PYTHONPATH", "LD_LIBRARY_PATH");
    }

    @Test
    void refusesALoginShellThroughSudospawner() {
        Settings settings = Settings.read(
                AccountSettings.SUDO,
                RawSettings.of(Map.of(
                        "SudoSpawner", Map.of("sudospawner_path", "/opt/jupyterhub/bin/sudospawner"),
                        "LocalProcessSpawner", Map.of("shell_cmd", List.of("bash", "-l", "-c")))),
                Map.of());

        assertThat(new SudoSpawnerFactory().validate(settings)).singleElement().satisfies(problem -> assertThat(
                        problem.toString())
                .startsWith("LocalProcessSpawner.shell_cmd = [bash, -l, -c] cannot be had through sudospawner")
                .contains("hubwright setup sudo"));
        assertThat(new SudoSpawnerFactory()
                        .validate(settings.with(AccountSettings.SUDOSPAWNER_PATH, "/opt/hubwright/libexec/ours")))
                .isEmpty();
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThatThrownBy(() -> Settings.read(
                        AccountSettings.SUDO,
                        RawSettings.of(Map.of(
                                "SudoSpawner",
                                Map.of(
                                        "sudospawner_path", "sudospawner",
                                        "group", "a:b",
                                        "min_uid", 0,
                                        "hub_user", "a b",
                                        "shell_cmd", "bash -l -c"))),
                        Map.of()))
                .isInstanceOfSatisfying(InvalidSettings.class, invalid -> assertThat(invalid.problems())
                        .extracting(problem -> problem.path())
                        .containsExactlyInAnyOrder(
                                "SudoSpawner.sudospawner_path",
                                "SudoSpawner.group",
                                "SudoSpawner.min_uid",
                                "SudoSpawner.hub_user",
                                "SudoSpawner.shell_cmd"));
    }
}
