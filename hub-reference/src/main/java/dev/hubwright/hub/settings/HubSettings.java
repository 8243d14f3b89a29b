package dev.hubwright.hub.settings;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.hub.proxy.RemoteRoutes;
import dev.hubwright.hub.web.Subdomains;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The hub's own settings, with JupyterHub's names and meaning. */
public final class HubSettings {

    /** How much the hub logs. */
    public static final Setting<String> LOG_LEVEL = Setting.of("log_level", LogLevel.TYPE)
            .defaultsTo("INFO")
            .describedAs("How much the hub logs: DEBUG, INFO, WARN, ERROR, or Python's numbers 10 to 50.");

    /** In which form the hub logs. */
    public static final Setting<String> LOG_FORMAT = Setting.of("log_format", LogFormat.TYPE)
            .defaultsTo("text")
            .describedAs("In which form the hub logs: text, or json for a line of JSON for each event.");

    /** Where people reach the hub. */
    public static final Setting<URI> BIND_URL = Setting.url("bind_url")
            .defaultsTo(URI.create("http://:8000"))
            .must(Addresses::isWeb, "an address such as http://:8000 or http://127.0.0.1:8000/hub-of-mine/")
            .describedAs("The address that people's browsers reach: host (empty for all), port and base path.");

    /** The host of {@link #BIND_URL}, the old way. */
    public static final Setting<String> IP =
            Setting.text("ip").describedAs("The host of bind_url alone; empty for all addresses.");

    /** The port of {@link #BIND_URL}, the old way. */
    public static final Setting<Integer> PORT = port("port").describedAs("The port of bind_url alone.");

    /** The path of {@link #BIND_URL}, the old way. */
    public static final Setting<String> BASE_URL = Setting.text("base_url")
            .must(Addresses::isBasePath, "a path such as /hub-of-mine/")
            .describedAs("The path of bind_url alone.");

    /** Where the hub itself listens, behind the proxy. */
    public static final Setting<URI> HUB_BIND_URL = Setting.url("hub_bind_url")
            .must(Addresses::isWeb, "an address such as http://127.0.0.1:8081")
            .describedAs("The address that servers reach the hub at, behind the proxy.");

    /** The host of {@link #HUB_BIND_URL} alone. */
    public static final Setting<String> HUB_IP = Setting.text("hub_ip")
            .defaultsTo("127.0.0.1")
            .describedAs("The host of hub_bind_url alone; empty for all addresses.");

    /** The port of {@link #HUB_BIND_URL} alone. */
    public static final Setting<Integer> HUB_PORT =
            port("hub_port").defaultsTo(8081).describedAs("The port of hub_bind_url alone.");

    /** Where servers reach the hub. */
    public static final Setting<URI> HUB_CONNECT_URL = Setting.url("hub_connect_url")
            .must(Addresses::hasHost, "an address with a host, such as http://hub:8081")
            .describedAs("The address that servers connect to, where it is not the one the hub binds.");

    /** The host of {@link #HUB_CONNECT_URL} alone. */
    public static final Setting<String> HUB_CONNECT_IP = Setting.text("hub_connect_ip")
            .describedAs("The host that servers connect to, where it is not the one the hub binds.");

    /** The port of {@link #HUB_CONNECT_URL} alone. */
    public static final Setting<Integer> HUB_CONNECT_PORT =
            port("hub_connect_port").describedAs("The port that servers connect to; hub_connect_url is the newer way.");

    /** The truth about scheme and host. */
    public static final Setting<URI> PUBLIC_URL = Setting.url("public_url")
            .must(Addresses::hasHost, "an address with a host, such as https://hub.example.org/")
            .describedAs("The address in people's browsers; say it where another proxy stands in front.");

    /** A domain for each person. */
    public static final Setting<URI> SUBDOMAIN_HOST = Setting.url("subdomain_host")
            .must(
                    url -> Addresses.hasHost(url)
                            && (url.getRawPath() == null || url.getRawPath().length() < 2),
                    "an address without a path, such as https://hub.example.org")
            .describedAs(
                    "The hub's address in browsers, where servers of people are to be below domains of their own, such as"
                            + " alice.hub.example.org, which must lead to the hub as well. Keeps what servers send apart.");

    /** How a name becomes a domain. */
    public static final Setting<String> SUBDOMAIN_HOOK = Setting.text("subdomain_hook")
            .defaultsTo("idna")
            .must(hook -> Subdomains.Naming.of(hook).isPresent(), "idna or legacy")
            .describedAs("How a name becomes a label of a domain below subdomain_host: idna, or legacy, which is how"
                    + " JupyterHub did it before version 5.");

    /** Whether cookies are the host's alone. */
    public static final Setting<Boolean> COOKIE_HOST_PREFIX_ENABLED = Setting.flag("cookie_host_prefix_enabled")
            .defaultsTo(false)
            .describedAs("Gives the cookies of logins names that begin with __Host-, which browsers take from this very"
                    + " host alone. Needs https, and subdomain_host to be of use: such cookies are sent to all paths.");

    /** The key of the public side. */
    public static final Setting<String> SSL_KEY = Setting.text("ssl_key")
            .describedAs("The file with the private key of the public side, in PEM; with ssl_cert it speaks https.");

    /** The certificate of the public side. */
    public static final Setting<String> SSL_CERT = Setting.text("ssl_cert")
            .describedAs("The file with the certificate of ssl_key, followed by those between it and its authority.");

    /** Who may say for whom a request is. */
    public static final Setting<List<String>> TRUSTED_DOWNSTREAM_IPS = Setting.texts("trusted_downstream_ips")
            .defaultsTo(List.of())
            .describedAs("Addresses or networks of proxies in front whose X-Forwarded headers are believed.");

    /** The one authenticator. */
    public static final Setting<String> AUTHENTICATOR_CLASS =
            Setting.text("authenticator_class").describedAs("The authenticator: an id or JupyterHub's class name.");

    /** The one spawner. */
    public static final Setting<String> SPAWNER_CLASS =
            Setting.text("spawner_class").describedAs("The spawner: an id or JupyterHub's class name.");

    /** Several authenticators. */
    public static final Setting<Object> AUTHENTICATORS = Setting.any("authenticators")
            .must(value -> value instanceof Map, "a map of names to settings")
            .describedAs("Several authenticators by name, each with its class and settings.");

    /** Several spawners. */
    public static final Setting<Object> SPAWNERS = Setting.any("spawners")
            .must(value -> value instanceof Map, "a map of names to settings")
            .describedAs("Several spawners by name, each with its class and settings.");

    /** The database. */
    public static final Setting<Secret> DB_URL = Setting.secret("db_url")
            .defaultsTo(Secret.of("sqlite:///hubwright.sqlite"))
            .must(DatabaseAddress::isKnown, "sqlite:///path/of/file or postgresql://user:password@host/database")
            .describedAs(
                    "The database: sqlite:///file, where a path with three slashes is relative to the working directory, or postgresql://user:password@host:5432/database.");

    /** The database's password. */
    public static final Setting<Secret> DB_PASSWORD = Setting.secret("db_password")
            .variables("PGPASSWORD")
            .describedAs("The password for a PostgreSQL database whose db_url has none.");

    /** Files of the hub. */
    public static final Setting<String> DATA_FOLDER = Setting.text("data_folder")
            .defaultsTo("hubwright-data")
            .must(path -> !path.isBlank(), "a folder")
            .describedAs("The folder of the cookie secret and other files of the hub, for its own user only.");

    /** Tells hubs on one engine apart. */
    public static final Setting<String> HUB_ID = Setting.text("hub_id")
            .must(id -> id.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?"), "at most 40 of a-z, 0-9 and -")
            .describedAs(
                    "Tells this hub's servers from another's; made from data_folder by default. Never change it while servers live.");

    /** The key of sessions. */
    public static final Setting<Secret> COOKIE_SECRET = Setting.secret("cookie_secret")
            .variables("JPY_COOKIE_SECRET")
            .must(
                    secret -> secret.reveal().matches("([0-9a-fA-F]{2}){32,}"),
                    "64 hexadecimal digits or more; make some with \"openssl rand -hex 32\"")
            .describedAs(
                    "The key that protects forms against forgery, in hexadecimal digits; better in cookie_secret_file.");

    /** The file of {@link #COOKIE_SECRET}. */
    public static final Setting<String> COOKIE_SECRET_FILE = Setting.text("cookie_secret_file")
            .describedAs("The file of cookie_secret; made if missing. Lies in data_folder by default.");

    /** How long a login lasts. */
    public static final Setting<Double> COOKIE_MAX_AGE_DAYS = Setting.decimal("cookie_max_age_days")
            .defaultsTo(14.0)
            .must(days -> days > 0 && days <= 3650, "a number of days above 0")
            .describedAs("Days that a login lasts.");

    /** How long tokens of browsers last. */
    public static final Setting<Duration> OAUTH_TOKEN_EXPIRES_IN = seconds("oauth_token_expires_in", 14 * 24 * 3600)
            .describedAs("Seconds that tokens of browsers last; cookie_max_age_days if it is left out.");

    /** How long tokens may last at most. */
    public static final Setting<Duration> TOKEN_EXPIRES_IN_MAX_SECONDS = seconds("token_expires_in_max_seconds", 0)
            .describedAs("Seconds that a token may last at most; 0 for no limit.");

    /** Tokens for programs without a browser. */
    public static final Setting<Boolean> DEVICE_LOGIN = Setting.flag("device_login")
            .defaultsTo(true)
            .describedAs(
                    "Lets programs on machines without a browser ask for a token, which a person then allows on a page of the hub.");

    /** Several servers for one person. */
    public static final Setting<Boolean> ALLOW_NAMED_SERVERS = Setting.flag("allow_named_servers")
            .defaultsTo(false)
            .describedAs("Lets people have further servers beside the default one.");

    /** How many servers one person may name. */
    public static final Setting<Integer> NAMED_SERVER_LIMIT_PER_USER = count("named_server_limit_per_user", 0)
            .describedAs("How many named servers a person may have; 0 for no limit.");

    /** Which server is meant where none is named. */
    public static final Setting<String> DEFAULT_SERVER_NAME = Setting.text("default_server_name")
            .defaultsTo("")
            .must(name -> name.isEmpty() || ServerNames.isGood(name), ServerNames.RULE)
            .describedAs("The named server that links such as /hub/user-redirect lead to; empty for the default server."
                    + " Counts with allow_named_servers only.");

    /** How many starts at a time. */
    public static final Setting<Integer> CONCURRENT_SPAWN_LIMIT = count("concurrent_spawn_limit", 100)
            .describedAs("How many servers may be starting at the same time; 0 for no limit.");

    /** How many servers at a time. */
    public static final Setting<Integer> ACTIVE_SERVER_LIMIT =
            count("active_server_limit", 0).describedAs("How many servers may run at the same time; 0 for no limit.");

    /** How long a request waits for a start. */
    public static final Setting<Duration> SLOW_SPAWN_TIMEOUT = seconds("slow_spawn_timeout", 10)
            .describedAs("Seconds that a request waits for a start before it answers \"pending\".");

    /** How long a request waits for a stop. */
    public static final Setting<Duration> SLOW_STOP_TIMEOUT = seconds("slow_stop_timeout", 10)
            .describedAs("Seconds that a request waits for a stop before it answers \"pending\".");

    /** How long the hub's own start waits for servers. */
    public static final Setting<Duration> INIT_SPAWNERS_TIMEOUT = seconds("init_spawners_timeout", 10)
            .describedAs("Seconds that the hub's start waits for servers to be found again; the rest goes on behind.");

    /** What becomes of servers at the hub's end. */
    public static final Setting<Boolean> CLEANUP_SERVERS = Setting.flag("cleanup_servers")
            .defaultsTo(false)
            .describedAs("Stops all servers when the hub ends; unlike JupyterHub, they go on by default.");

    /** What becomes of servers at logout. */
    public static final Setting<Boolean> SHUTDOWN_ON_LOGOUT =
            Setting.flag("shutdown_on_logout").defaultsTo(false).describedAs("Stops a person's servers at logout.");

    /** Where a login leads. */
    public static final Setting<Boolean> REDIRECT_TO_SERVER = Setting.flag("redirect_to_server")
            .defaultsTo(true)
            .describedAs("Leads people to their server after login, and starts it; otherwise to the home page.");

    /** Where a login leads, by address. */
    public static final Setting<String> DEFAULT_URL = Setting.text("default_url")
            .defaultsTo("")
            .describedAs("The page that people see after login, where it is neither their server nor the home page.");

    /** Groups that are there from the start. */
    public static final Setting<Object> LOAD_GROUPS = Setting.any("load_groups")
            .defaultsTo(Map.of())
            .must(Groups::areGroups, "a map of group names to lists of user names")
            .describedAs("Groups and their members that are made at each start.");

    /** Roles beside JupyterHub's own four. */
    public static final Setting<Object> LOAD_ROLES = Setting.any("load_roles")
            .defaultsTo(List.of())
            .describedAs(
                    "Roles with their scopes, and the users, groups and services that have them; see docs/rest-api.md.");

    /** Scopes beside JupyterHub's own. */
    public static final Setting<Object> CUSTOM_SCOPES = Setting.any("custom_scopes")
            .defaultsTo(Map.of())
            .describedAs(
                    "Scopes of one's own, which services look for: a map of names that begin with \"custom:\" to maps with description and subscopes.");
    /** Programs beside the hub. */
    public static final Setting<Object> SERVICES = Setting.any("services")
            .defaultsTo(List.of())
            .describedAs(
                    "Programs beside the hub, each a map with a name: those with a command are started by the hub; see docs/services.md.");

    /** Further tokens of services. */
    public static final Setting<Map<Secret, String>> SERVICE_TOKENS = Setting.of("service_tokens", TokenNames.TYPE)
            .defaultsTo(Map.of())
            .hidden()
            .describedAs("Tokens of services, each with the name of its service; better as api_token there.");

    /** Tokens of people. */
    public static final Setting<Map<Secret, String>> API_TOKENS = Setting.of("api_tokens", TokenNames.TYPE)
            .defaultsTo(Map.of())
            .hidden()
            .describedAs(
                    "Tokens of people, each with the name of its owner; an old way, of which the token page is the new one.");

    /** Whether clients must prove that a code is theirs. */
    public static final Setting<Boolean> OAUTH_REQUIRE_PKCE = Setting.flag("oauth_require_pkce")
            .defaultsTo(false)
            .describedAs(
                    "Refuses servers and services that send no code challenge (RFC 7636), as single-user servers before JupyterHub 6 do.");

    /** How long a page of the API is. */
    public static final Setting<Integer> API_PAGE_DEFAULT_LIMIT = count("api_page_default_limit", 50)
            .must(limit -> limit > 0, "a whole number above 0")
            .describedAs("How many entries a page of the API's lists has where the request does not say.");

    /** How long a page of the API may be. */
    public static final Setting<Integer> API_PAGE_MAX_LIMIT = count("api_page_max_limit", 200)
            .must(limit -> limit > 0, "a whole number above 0")
            .describedAs("How many entries the API's lists have at most.");

    /** Who sees metrics. */
    public static final Setting<Boolean> AUTHENTICATE_PROMETHEUS = Setting.flag("authenticate_prometheus")
            .defaultsTo(true)
            .describedAs("Shows /hub/metrics only to those who have the scope read:metrics.");

    /** Variables that a settings file sets itself. */
    public static final Setting<Map<String, String>> ENVIRONMENT = Setting.textMap("environment")
            .defaultsTo(Map.of())
            .hidden()
            .describedAs(
                    "Environment variables of the hub itself, as if it had been started with them; settings that are written stand over them.");

    /** How often to ask the proxy for activity. */
    public static final Setting<Duration> LAST_ACTIVITY_INTERVAL = seconds("last_activity_interval", 300)
            .describedAs("Seconds between two looks at the proxy for last activity.");

    /** How fine the times of activity are. */
    public static final Setting<Duration> ACTIVITY_RESOLUTION = seconds("activity_resolution", 30)
            .describedAs("Seconds by which a use of a server must be later than the known one to be written down.");

    /** Where pages of the operator are. */
    public static final Setting<List<String>> TEMPLATE_PATHS = Setting.texts("template_paths")
            .defaultsTo(List.of())
            .describedAs("Folders with templates in place of the hub's own pages; see docs/pages.md.");

    /** Where events are written down. */
    public static final Setting<String> AUDIT_FILE = Setting.text("audit_file")
            .describedAs(
                    "A file to which each login, refusal, start, stop and act of an administrator is appended, as a"
                            + " line of JSON.");

    /** How often to check the routes of a proxy in another process. */
    public static final Setting<Duration> PROXY_CHECK_INTERVAL = Setting.seconds("proxy_check_interval")
            .defaultsTo(Duration.ofSeconds(5))
            .must(value -> value.toMillis() > 0, "a number of seconds above 0")
            .describedAs("Seconds between two looks whether a proxy in another process has all routes.");

    /** Whether the proxy is the hub's own. */
    public static final Setting<Boolean> PROXY_SHOULD_START = Setting.flag("should_start")
            .defaultsTo(true)
            .describedAs("Whether the hub runs a proxy of its own; otherwise it drives the one at api_url.");

    /** Paths beside the hub's own. */
    public static final Setting<Map<String, String>> PROXY_EXTRA_ROUTES = Setting.textMap("extra_routes")
            .defaultsTo(Map.of())
            .describedAs(
                    "Further paths and the addresses that they lead to, such as {/docs/: \"http://127.0.0.1:9000\"};"
                            + " who answers there gets the hub's cookies.");

    /** Where a proxy in another process is told its routes. */
    public static final Setting<URI> PROXY_API_URL = Setting.url("api_url")
            .defaultsTo(URI.create("http://127.0.0.1:8001"))
            .must(
                    RemoteRoutes::isAddress,
                    "an address such as http://proxy:8001 or http+unix://%2Frun%2Fproxy-api.sock")
            .describedAs("The API of a proxy in another process: \"hubwright proxy\" or configurable-http-proxy.");

    /** What that proxy's API wants to be told. */
    public static final Setting<Secret> PROXY_AUTH_TOKEN = Setting.secret("auth_token")
            .variables("CONFIGPROXY_AUTH_TOKEN")
            .describedAs("The secret of that API, the same as the proxy's own CONFIGPROXY_AUTH_TOKEN.");

    /** The keys of what authenticators keep. */
    public static final Setting<Secret> CRYPT_KEYS = Setting.of("keys", KeyRing.TYPE)
            .hidden()
            .variables("JUPYTERHUB_CRYPT_KEY")
            .describedAs("The keys that encrypt auth_state, the newest first; make one with \"openssl rand -hex 32\".");

    /** The sections {@code Application} and {@code JupyterHub}. */
    public static final Schema SCHEMA = Schema.of("Application", with("Application", LOG_LEVEL, LOG_FORMAT))
            .then(
                    "JupyterHub",
                    with(
                            "JupyterHub",
                            BIND_URL,
                            IP,
                            PORT,
                            BASE_URL,
                            HUB_BIND_URL,
                            HUB_IP,
                            HUB_PORT,
                            HUB_CONNECT_URL,
                            HUB_CONNECT_IP,
                            HUB_CONNECT_PORT,
                            PUBLIC_URL,
                            SUBDOMAIN_HOST,
                            SUBDOMAIN_HOOK,
                            SSL_KEY,
                            SSL_CERT,
                            TRUSTED_DOWNSTREAM_IPS,
                            AUTHENTICATOR_CLASS,
                            AUTHENTICATORS,
                            SPAWNER_CLASS,
                            SPAWNERS,
                            DB_URL,
                            DB_PASSWORD,
                            DATA_FOLDER,
                            HUB_ID,
                            COOKIE_SECRET,
                            COOKIE_SECRET_FILE,
                            COOKIE_MAX_AGE_DAYS,
                            COOKIE_HOST_PREFIX_ENABLED,
                            OAUTH_TOKEN_EXPIRES_IN,
                            TOKEN_EXPIRES_IN_MAX_SECONDS,
                            DEVICE_LOGIN,
                            ALLOW_NAMED_SERVERS,
                            NAMED_SERVER_LIMIT_PER_USER,
                            DEFAULT_SERVER_NAME,
                            CONCURRENT_SPAWN_LIMIT,
                            ACTIVE_SERVER_LIMIT,
                            OperationSettings.SPAWN_QUEUE_LIMIT,
                            OperationSettings.RUNNING_SERVER_LIMIT_PER_USER,
                            OperationSettings.RUNNING_SERVER_LIMITS_BY_GROUP,
                            OperationSettings.MAINTENANCE,
                            OperationSettings.MAINTENANCE_MESSAGE,
                            OperationSettings.TEMPLATE_VARS,
                            SLOW_SPAWN_TIMEOUT,
                            SLOW_STOP_TIMEOUT,
                            INIT_SPAWNERS_TIMEOUT,
                            CLEANUP_SERVERS,
                            SHUTDOWN_ON_LOGOUT,
                            REDIRECT_TO_SERVER,
                            DEFAULT_URL,
                            LOAD_GROUPS,
                            LOAD_ROLES,
                            API_PAGE_DEFAULT_LIMIT,
                            API_PAGE_MAX_LIMIT,
                            CUSTOM_SCOPES,
                            SERVICES,
                            SERVICE_TOKENS,
                            API_TOKENS,
                            OAUTH_REQUIRE_PKCE,
                            ENVIRONMENT,
                            LAST_ACTIVITY_INTERVAL,
                            ACTIVITY_RESOLUTION,
                            TEMPLATE_PATHS,
                            AUDIT_FILE,
                            PROXY_CHECK_INTERVAL,
                            AUTHENTICATE_PROMETHEUS));

    /** The sections {@code Proxy} and {@code ConfigurableHTTPProxy}. */
    public static final Schema PROXY_SCHEMA = Schema.of("Proxy", with("Proxy", PROXY_SHOULD_START, PROXY_EXTRA_ROUTES))
            .then("ConfigurableHTTPProxy", with("ConfigurableHTTPProxy", PROXY_API_URL, PROXY_AUTH_TOKEN));

    /** The section {@code CryptKeeper}. */
    public static final Schema CRYPT_SCHEMA = Schema.of("CryptKeeper", with("CryptKeeper", CRYPT_KEYS));

    /** The schemas of the hub itself. */
    public static final List<Schema> SCHEMAS = List.of(SCHEMA, PROXY_SCHEMA, CRYPT_SCHEMA, CullingSettings.SCHEMA);

    private HubSettings() {}

    /** Whether a setting of the hub does something, as against being known by name. */
    static boolean isSupported(String section, String key) {
        return SCHEMAS.stream()
                .flatMap(schema -> schema.section(section).stream())
                .flatMap(declaring -> declaring.settings().stream())
                .anyMatch(setting ->
                        setting.key().equals(key) && !setting.documentation().isEmpty());
    }

    /** Also what JupyterHub has and this hub has not, so that it is known by name. */
    static Setting<?>[] with(String section, Setting<?>... settings) {
        List<Setting<?>> all = new ArrayList<>();
        all.addAll(List.of(settings));
        Stream.of(OtherSettings.NOT_SUPPORTED, OtherSettings.WITHOUT_EFFECT)
                .flatMap(table -> table.keySet().stream())
                .filter(path -> path.startsWith(section + "."))
                .filter(path -> all.stream().noneMatch(own -> path.equals(section + "." + own.key())))
                .map(path -> Setting.any(path.substring(section.length() + 1)).hidden())
                .toList()
                .forEach(all::add);
        return all.toArray(Setting<?>[]::new);
    }

    private static Setting<Integer> port(String key) {
        return Setting.integer(key).must(port -> port >= 0 && port <= 65535, "a port from 0 to 65535");
    }

    private static Setting<Integer> count(String key, int defaultValue) {
        return Setting.integer(key).defaultsTo(defaultValue).must(count -> count >= 0, "a whole number, 0 or more");
    }

    private static Setting<Duration> seconds(String key, long defaultValue) {
        return Setting.seconds(key)
                .defaultsTo(Duration.ofSeconds(defaultValue))
                .must(value -> !value.isNegative(), "a number of seconds, 0 or more");
    }
}
