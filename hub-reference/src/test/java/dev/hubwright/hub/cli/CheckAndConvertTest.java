package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.Providers;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckAndConvertTest {

    private static final String PYTHON = """
            import os
            c.JupyterHub.authenticator_class = 'dummy'
            c.JupyterHub.spawner_class = 'simple'
            c.JupyterHub.port = 9000
            c.DummyAuthenticator.password = 'hunter2hunter2'
            c.Spawner.environment = {'TZ': 'UTC', 'API_TOKEN': 'hunter2'}
            c.Authenticator.allowed_users = {'alice'}
            c.Spawner.args: ['--x']
            """;

    @TempDir
    Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void printsSettingsWithWhereTheyComeFrom() throws IOException {
        environment.put("HUBWRIGHT__JupyterHub__active_server_limit", "7");
        String file = python(PYTHON);

        assertThat(run("check", "-f", file, "--ip=127.0.0.1")).isZero();
        assertThat(out.toString())
                .contains(
                        "JupyterHub.port = 9000    (" + file + ":4)",
                        "JupyterHub.ip = \"127.0.0.1\"    (--ip)",
                        "active_server_limit = 7    (environment variable HUBWRIGHT__JupyterHub__active_server_limit)",
                        "Spawner.environment = {\"TZ\":\"UTC\",\"API_TOKEN\":\"***\"}    (" + file + ":6)",
                        "password = \"***\"",
                        "Authenticator.allowed_users = [\"alice\"]",
                        "warning: " + file + ":8: Spawner.args has no effect")
                .doesNotContain("hunter2", "start_timeout");

        assertThat(run("check", "-f", file, "--all")).isZero();
        assertThat(out.toString()).contains("Spawner.start_timeout = 60    (default)");
    }

    @Test
    void printsJsonForPrograms() throws IOException {
        assertThat(run("check", "-f", python(PYTHON), "--json")).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.get("right").asBoolean()).isTrue();
        assertThat(answer.get("settings"))
                .anyMatch(setting -> setting.get("setting").asText().equals("JupyterHub.port")
                        && setting.get("value").asInt() == 9000
                        && setting.get("origin").asText().endsWith(":4"));
        assertThat(answer.get("warnings")).hasSize(1);
        assertThat(out.toString()).doesNotContain("hunter2");

        assertThat(run(
                        "check",
                        "-f",
                        python("c.JupyterHub.prot = 1\nc.Spawner.pre_spawn_hook = lambda s: None\n"),
                        "--json"))
                .isEqualTo(1);
        answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.get("right").asBoolean()).isFalse();
        assertThat(answer.get("problems"))
                .anyMatch(problem -> problem.get("setting").asText().equals("JupyterHub.prot")
                        && problem.get("origin").asText().endsWith(":1"))
                .anyMatch(problem -> problem.get("message").asText().contains("ServerHooks"));
    }

    @Test
    void saysWhatToKnowAlsoWhereSomethingIsWrong() throws IOException {
        assertThat(run("check", "-f", python("c.Spawner.args: ['--x']\nc.JupyterHub.prot = 1\n")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Spawner.args has no effect", "JupyterHub.prot is not known");
    }

    @Test
    void convertsWhatRunsTheSame() throws IOException {
        String file = python(PYTHON);

        assertThat(run("convert", file)).isZero();
        Path yaml = Files.writeString(folder.resolve("hubwright.yaml"), out.toString());
        assertThat(out.toString()).contains("# " + file + ":4\n  port: 9000");
        assertThat(err.toString())
                .contains("carried over: 6", file + ":4: JupyterHub.port", "changed: 1", "needs you: 0");

        assertThat(run("check", "-f", yaml.toString())).isZero();
        assertThat(out.toString()).contains("JupyterHub.port = 9000", "Authenticator.allowed_users = [\"alice\"]");
    }

    @Test
    void movesSecretsOnRequestAndTellsWhatNeedsSomebody() throws IOException {
        String file = python(PYTHON + "c.Spawner.pre_spawn_hook = lambda spawner: None\n");

        assertThat(run("convert", "--quiet", "--secrets=" + folder.resolve("secrets"), file))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("${file:" + folder.resolve("secrets"))
                .doesNotContain("hunter2hunter2");
        assertThat(err.toString())
                .contains("needs you: 1", ":9: Spawner.pre_spawn_hook")
                .doesNotContain("carried over");

        assertThat(run("convert", "-q", "--secrets=" + folder.resolve("secrets"), file))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error: --secrets", "name an empty folder");
    }

    private String python(String text) throws IOException {
        return Files.writeString(folder.resolve("jupyterhub_config.py"), text).toString();
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        ClassLoader loader = getClass().getClassLoader();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                () -> Providers.discover(AuthenticatorFactory.class, loader),
                () -> Providers.discover(SpawnerFactory.class, loader),
                (configuration, options) -> 42,
                Passwords.ofThisProcess());
        return Main.execute(surroundings, arguments);
    }
}
