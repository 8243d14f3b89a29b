package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What all spawners of local processes can be told: the section {@code LocalProcessSpawner}. */
final class LocalSettings {

    static final Setting<List<String>> ENV_KEEP = Setting.texts("env_keep")
            .defaultsTo(List.of(
                    "PATH",
                    "PYTHONPATH",
                    "CONDA_ROOT",
                    "CONDA_DEFAULT_ENV",
                    "VIRTUAL_ENV",
                    "LANG",
                    "LC_ALL",
                    "LD_LIBRARY_PATH",
                    "JUPYTERHUB_SINGLEUSER_APP"))
            .describedAs("The hub's own environment variables that a server sees too.");

    static final Setting<Duration> INTERRUPT_TIMEOUT = timeout("interrupt_timeout", 30)
            .describedAs("Seconds that a server may take to end after SIGINT, before it gets SIGTERM.");

    static final Setting<Duration> TERM_TIMEOUT = timeout("term_timeout", 30)
            .describedAs("Seconds that a server may take to end after SIGTERM, before it gets SIGKILL.");

    static final Setting<Duration> KILL_TIMEOUT =
            timeout("kill_timeout", 5).describedAs("Seconds after SIGKILL until the stop is reported as failed.");

    static final Setting<List<String>> SHELL_CMD = Setting.texts("shell_cmd")
            .defaultsTo(List.of())
            .must(
                    words -> words.size() != 1 || !words.get(0).contains(" "),
                    "a list of words, such as [\"bash\", \"-l\", \"-c\"]")
            .describedAs(
                    "A shell such as [\"bash\", \"-l\", \"-c\"], which is given the whole command as one more word;"
                            + " what it reads at its start, such as ~/.profile, then counts for the server.");

    static final Schema SCHEMA = schema();

    private LocalSettings() {}

    /** The section with more of its keys. */
    static Schema schema(Setting<?>... more) {
        Stream<Setting<?>> all = Stream.concat(
                Stream.of(ENV_KEEP, INTERRUPT_TIMEOUT, TERM_TIMEOUT, KILL_TIMEOUT, SHELL_CMD), Stream.of(more));
        return SpawnerSettings.SCHEMA.then("LocalProcessSpawner", all.toArray(Setting<?>[]::new));
    }

    private static Setting<Duration> timeout(String key, long seconds) {
        return Setting.seconds(key)
                .defaultsTo(Duration.ofSeconds(seconds))
                .must(value -> !value.isNegative(), "a number of seconds, 0 or more");
    }
}
