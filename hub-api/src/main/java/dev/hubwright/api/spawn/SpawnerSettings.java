package dev.hubwright.api.spawn;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings that every spawner has: the section {@code Spawner}, with JupyterHub 5's meaning. */
public final class SpawnerSettings {

    /** The command that starts a server. */
    public static final Setting<List<String>> CMD = Setting.texts("cmd")
            .defaultsTo(List.of("jupyterhub-singleuser"))
            .describedAs("The command that starts a server, and its arguments.");

    /** Further arguments. */
    public static final Setting<List<String>> ARGS =
            Setting.texts("args").defaultsTo(List.of()).describedAs("Further arguments of the command.");

    /** Further environment variables. */
    public static final Setting<Map<String, String>> ENVIRONMENT = Setting.textMap("environment")
            .defaultsTo(Map.of())
            .describedAs("Environment variables of the server, over all others.");

    /** Which of the hub's own variables a server sees too. */
    public static final Setting<List<String>> ENV_KEEP = Setting.texts("env_keep")
            .defaultsTo(List.of("JUPYTERHUB_SINGLEUSER_APP"))
            .describedAs("The hub's own environment variables that a server sees too.");

    /** The page that people see first. */
    public static final Setting<String> DEFAULT_URL = Setting.text("default_url")
            .defaultsTo("")
            .describedAs("The page of the server that people see first, such as /lab; {username} is replaced.");

    /** The folder that people see first. */
    public static final Setting<String> NOTEBOOK_DIR = Setting.text("notebook_dir")
            .defaultsTo("")
            .describedAs("The folder that the server shows, such as ~/notebooks; {username} is replaced.");

    /** The address that a server binds. */
    public static final Setting<String> IP =
            Setting.text("ip").defaultsTo("127.0.0.1").describedAs("The address that a server binds.");

    /** The port that a server binds. */
    public static final Setting<Integer> PORT = Setting.integer("port")
            .defaultsTo(0)
            .must(port -> port >= 0 && port <= 65535, "a port from 0 to 65535")
            .describedAs("The port that a server binds; 0 picks a free one.");

    /** Where a server reaches the hub. */
    public static final Setting<URI> HUB_CONNECT_URL = Setting.url("hub_connect_url")
            .describedAs("Where a server reaches the hub, if not where the hub itself says.");

    /** How long a start may take. */
    public static final Setting<Duration> START_TIMEOUT = positive("start_timeout", 60)
            .describedAs("Seconds that a start may take until the server's address is known.");

    /** How long a server may take to answer. */
    public static final Setting<Duration> HTTP_TIMEOUT = positive("http_timeout", 30)
            .describedAs("Seconds after the start within which the server must answer by HTTP.");

    /** How often to look whether a server lives. */
    public static final Setting<Duration> POLL_INTERVAL =
            positive("poll_interval", 30).describedAs("Seconds between two looks at whether a server lives.");

    /** Spreads the looks. */
    public static final Setting<Double> POLL_JITTER = Setting.decimal("poll_jitter")
            .defaultsTo(0.1)
            .must(jitter -> jitter >= 0 && jitter <= 1, "a number from 0 to 1")
            .describedAs("By how much of itself poll_interval varies at random.");

    /** How much memory at most. */
    public static final Setting<Long> MEM_LIMIT =
            Setting.bytes("mem_limit").describedAs("Memory that a server may use, such as 2G.");

    /** How much memory at least. */
    public static final Setting<Long> MEM_GUARANTEE =
            Setting.bytes("mem_guarantee").describedAs("Memory that is set aside for a server, such as 1G.");

    /** How many cores at most. */
    public static final Setting<Double> CPU_LIMIT =
            Setting.decimal("cpu_limit").describedAs("Cores that a server may use, such as 0.5.");

    /** How many cores at least. */
    public static final Setting<Double> CPU_GUARANTEE =
            Setting.decimal("cpu_guarantee").describedAs("Cores that are set aside for a server, such as 0.5.");

    /** Verbose logs of servers. */
    public static final Setting<Boolean> DEBUG =
            Setting.flag("debug").defaultsTo(false).describedAs("Makes servers log more.");

    /** Ignores configuration in people's homes. */
    public static final Setting<Boolean> DISABLE_USER_CONFIG = Setting.flag("disable_user_config")
            .defaultsTo(false)
            .describedAs("Makes servers ignore configuration in people's own homes.");

    /** Further scopes for tokens of browsers. */
    public static final Setting<List<String>> OAUTH_CLIENT_ALLOWED_SCOPES = Setting.texts("oauth_client_allowed_scopes")
            .defaultsTo(List.of())
            .describedAs("Further scopes that tokens of browsers may have at a server.");

    /** The scopes of a server's own token. */
    public static final Setting<List<String>> SERVER_TOKEN_SCOPES = Setting.texts("server_token_scopes")
            .defaultsTo(List.of())
            .describedAs("The scopes of a server's own token; users:activity and access to itself are always there.");

    /** Other settings for members of groups. */
    public static final Setting<Object> GROUP_OVERRIDES = Setting.any("group_overrides")
            .describedAs(
                    "Other settings for members of groups: by any name, in whose order they apply, a map of groups,"
                            + " a list, and spawner_override, a map of this section's settings. Maps are merged, and null in"
                            + " them takes a key away.");

    /** The section {@code Spawner}; a factory adds its own with {@link Schema#then}. */
    public static final Schema SCHEMA = Schema.of(
            "Spawner",
            CMD,
            ARGS,
            ENVIRONMENT,
            ENV_KEEP,
            DEFAULT_URL,
            NOTEBOOK_DIR,
            IP,
            PORT,
            HUB_CONNECT_URL,
            START_TIMEOUT,
            HTTP_TIMEOUT,
            POLL_INTERVAL,
            POLL_JITTER,
            MEM_LIMIT,
            MEM_GUARANTEE,
            CPU_LIMIT,
            CPU_GUARANTEE,
            DEBUG,
            DISABLE_USER_CONFIG,
            OAUTH_CLIENT_ALLOWED_SCOPES,
            SERVER_TOKEN_SCOPES,
            GROUP_OVERRIDES);

    private SpawnerSettings() {}

    private static Setting<Duration> positive(String key, long seconds) {
        return Setting.seconds(key)
                .defaultsTo(Duration.ofSeconds(seconds))
                .must(value -> value.toMillis() > 0, "a number of seconds above 0");
    }
}
