package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimpleConfigTest {

    private final SimpleSpawnerFactory factory = new SimpleSpawnerFactory();

    @Test
    void isFoundByItsNames() {
        Providers<SpawnerFactory> providers =
                Providers.discover(SpawnerFactory.class, getClass().getClassLoader());

        assertThat(List.of("simple", "SimpleLocalProcessSpawner", "jupyterhub.spawner.SimpleLocalProcessSpawner"))
                .allSatisfy(name -> assertThat(providers.find(name)).containsInstanceOf(SimpleSpawnerFactory.class));
    }

    @Test
    void readsSettingsFromAllItsSections() {
        SimpleConfig config = SimpleConfig.of(read(Map.of(
                "Spawner", Map.of("ip", "0.0.0.0", "env_keep", List.of("LANG")),
                "LocalProcessSpawner", Map.of("interrupt_timeout", 2.5),
                "SimpleLocalProcessSpawner", Map.of("port", 9000, "home_dir", "/srv/{username}"))));

        assertThat(config.ip()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isEqualTo(9000);
        assertThat(config.envKeep()).containsExactly("LANG");
        assertThat(config.interruptTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(config.termTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.homeDir()).contains("/srv/{username}");
    }

    @Test
    void takesALoginShellAsAListOfWords() {
        SimpleConfig config =
                SimpleConfig.of(read(Map.of("LocalProcessSpawner", Map.of("shell_cmd", List.of("bash", "-l", "-c")))));

        assertThat(config.shellCmd()).containsExactly("bash", "-l", "-c");
        assertThatThrownBy(() -> read(Map.of("LocalProcessSpawner", Map.of("shell_cmd", "bash -l -c"))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("LocalProcessSpawner.shell_cmd")
                .hasMessageContaining("[\"bash\", \"-l\", \"-c\"]");
    }

    @Test
    void reportsEverythingThatItCannotDo() {
        Settings settings = read(Map.of(
                "Spawner", Map.of("mem_limit", "1G", "cpu_limit", 2),
                "SimpleLocalProcessSpawner", Map.of("home_dir_template", "homes/{user}")));

        assertThat(factory.validate(settings))
                .extracting(Problem::path)
                .containsExactly(
                        "SimpleLocalProcessSpawner.home_dir_template", "Spawner.mem_limit", "Spawner.cpu_limit");
        assertThatThrownBy(
                        () -> factory.create(settings, ProviderContext.builder().build()))
                .isInstanceOf(InvalidSettings.class);
    }

    @Test
    void refusesTheSameThroughTheBuilder() {
        assertThatThrownBy(() -> SimpleConfig.builder()
                        .homeDirTemplate("homes")
                        .port(70000)
                        .killTimeout(Duration.ofSeconds(-1))
                        .build())
                .isInstanceOfSatisfying(
                        InvalidSettings.class, e -> assertThat(e.problems()).hasSize(3));
    }

    private Settings read(Map<String, Map<String, Object>> values) {
        return Settings.read(factory.schema(), RawSettings.of(values), Map.of());
    }
}
