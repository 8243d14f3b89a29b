package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CullServiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3 -m jupyterhub_idle_culler --timeout=3600",
                "/opt/hub/bin/python -m jupyterhub_idle_culler --timeout 3600 --url=http://127.0.0.1:8081/hub/api",
                "jupyterhub-idle-culler --timeout=3600",
                "/opt/hub/bin/jupyterhub-idle-culler --IdleCuller.timeout=3600",
                "python3 cull_idle_servers.py --timeout=3600",
                "python3 /srv/examples/cull-idle/cull_idle_servers.py --timeout=3600 --concurrency=5"
            })
    void becomesSettingsOfTheCullerThatIsBuiltIn(String command) {
        Reading reading = translated(Map.of("name", "culler", "command", List.of(command.split(" "))));

        assertThat(value(reading, "timeout")).contains(3600);
        assertThat(services(reading)).isEmpty();
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.notes())
                .singleElement()
                .asString()
                .contains("JupyterHub.services[culler] is not started", "IdleCuller.timeout = 3600");
    }

    @Test
    void takesAllOptionsAndTheProgramsOwnDefault() {
        Reading reading = translated(Map.of("name", "culler", "command", List.of("sh", "-c", """
                exec python3 -m jupyterhub_idle_culler --cull-every=0 --max-age=86400 --cull_admin_users=False
                --cull-default-servers=False --cull-named-servers=True --remove-named-servers
                """)));

        assertThat(value(reading, "timeout")).contains(600);
        assertThat(value(reading, "cull_every")).isEmpty();
        assertThat(value(reading, "max_age")).contains(86400);
        assertThat(value(reading, "cull_admin_users")).contains(false);
        assertThat(value(reading, "cull_default_servers")).contains(false);
        assertThat(value(reading, "cull_named_servers")).contains(true);
        assertThat(value(reading, "remove_named_servers")).contains(true);
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void leavesOtherServicesAndWhatIsWrittenOfTheCullerItself() {
        Map<String, Object> culler = Map.of("name", "culler", "command", List.of("jupyterhub-idle-culler"));
        Map<String, Object> other = Map.of("name", "grader", "command", List.of("python3", "grader.py"));
        RawSettings raw = RawSettings.of(
                Map.of("JupyterHub", Map.of("services", List.of(culler, other)), "IdleCuller", Map.of("timeout", 60)));

        Reading reading = CullService.translated(Reading.of(raw));

        assertThat(value(reading, "timeout")).contains(60);
        assertThat(services(reading)).isEqualTo(List.of(other));
        assertThat(reading.notes()).singleElement().asString().contains("as IdleCuller says");
    }

    @Test
    void saysWhichOptionsItDoesNotKnow() {
        Reading reading = translated(
                Map.of("name", "culler", "command", List.of("jupyterhub-idle-culler", "--timout=5", "--config=x.py")));

        assertThat(reading.problems().stream().map(Problem::toString))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("--timout=5") && problem.contains("did you mean --timeout?"))
                .anyMatch(problem -> problem.contains("--config=x.py") && problem.contains("settings of IdleCuller"));
    }

    @Test
    void changesNothingElse() {
        Reading reading = Reading.of(RawSettings.of(
                Map.of("JupyterHub", Map.of("services", List.of(Map.of("name", "idle", "api_token", "0123456789"))))));

        assertThat(CullService.translated(reading)).isSameAs(reading);
    }

    private static Reading translated(Map<String, ?> service) {
        return CullService.translated(
                Reading.of(RawSettings.of(Map.of("JupyterHub", Map.of("services", List.of(service))))));
    }

    private static Optional<Object> value(Reading reading, String key) {
        return reading.settings().find("IdleCuller", key).map(RawSettings.Entry::value);
    }

    private static List<?> services(Reading reading) {
        return (List<?>)
                reading.settings().find("JupyterHub", "services").orElseThrow().value();
    }
}
