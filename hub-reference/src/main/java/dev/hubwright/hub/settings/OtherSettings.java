package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import dev.hubwright.hub.settings.source.Hooks;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings that JupyterHub has and this hub has not: refused where leaving them out would matter, else noted. */
final class OtherSettings {

    /** Settings that are applied under the name that replaced them. */
    static final Map<String, String> MOVED = table(
            "JupyterHub.admin_users", "Authenticator.admin_users",
            "JupyterHub.proxy_cmd", "ConfigurableHTTPProxy.command",
            "JupyterHub.proxy_auth_token", "ConfigurableHTTPProxy.auth_token");

    /** Settings that are supported and do not mean quite what they mean in JupyterHub. */
    static final Map<String, String> DIFFERENT =
            table("Authenticator.username_pattern", "must match the whole name; in JupyterHub the beginning is enough");

    /** Settings whose defaults differ from JupyterHub's. */
    static final Map<String, String> OTHER_DEFAULTS = table(
            "JupyterHub.db_url",
                    "sqlite:///hubwright.sqlite; SQLite or PostgreSQL, and a database of JupyterHub itself is refused untouched",
            "JupyterHub.cleanup_servers", "false: servers go on when the hub ends",
            "JupyterHub.cookie_secret_file", "lies in data_folder",
            "Authenticator.allow_existing_users", "false, also where allowed_users is set");

    /** What to say of each setting that stops the start. */
    static final Map<String, String> NOT_SUPPORTED = table(
            "JupyterHub.extra_user_scopes", "is not supported: give the role user more scopes in load_roles",
            "JupyterHub.internal_ssl", "is not supported yet: hub and servers talk http to each other",
            "JupyterHub.internal_certs_location", "is not supported yet, like internal_ssl",
            "JupyterHub.recreate_internal_certs", "is not supported yet, like internal_ssl",
            "JupyterHub.external_ssl_authorities", "is not supported yet, like internal_ssl",
            "JupyterHub.trusted_alt_names", "is not supported yet, like internal_ssl",
            "JupyterHub.hub_routespec", "is not supported yet: the hub has all paths that are no server's",
            "JupyterHub.implicit_spawn_seconds", "is not supported yet: the page asks before it starts a server",
            "JupyterHub.db_kwargs", "is not supported: these are arguments of Python's SQLAlchemy",
            "JupyterHub.reset_db", "is not supported: delete the database yourself if you mean it",
            "JupyterHub.logo_file", "is not supported yet: the logo cannot be replaced",
            "JupyterHub.extra_handlers", "is not supported: it names Python classes",
            "JupyterHub.tornado_settings",
                    "is not supported but for slow_spawn_timeout and slow_stop_timeout: it configures Python's Tornado",
            "JupyterHub.user_redirect_hook", function("user_redirect_hook"),
            "IdleCuller.cull_users", "is not supported: the hub deletes nobody",
            "JupyterHub.hub_socket_mode", "is not supported yet: the hub listens on a port");

    /** The same for settings of authenticators and spawners, by key, where their schemas do not have them. */
    static final Map<String, String> NOT_SUPPORTED_IN_PROVIDERS = table(
            "post_auth_hook", function("post_auth_hook"),
            "manage_roles",
                    "is not supported: let manage_groups bring groups, and give them roles in JupyterHub.load_roles",
            "load_managed_roles", "is not supported, like manage_roles",
            "reset_managed_roles_on_startup", "is not supported, like manage_roles",
            "delete_invalid_users", "is not supported yet: the hub deletes nobody",
            "custom_html", "is not supported yet: the login page cannot be replaced",
            "refresh_pre_stop", "is not supported yet",
            "options_form",
                    "is not supported: spawners offer choices of their own, such as allowed_images and profile_list",
            "options_from_form", function("options_from_form"),
            "options_from_query", function("options_from_query"),
            "apply_user_options", "is not supported: spawners check and apply their own choices",
            "pre_spawn_hook", function("pre_spawn_hook"),
            "post_stop_hook", function("post_stop_hook"),
            "auth_state_hook", function("auth_state_hook"),
            "progress_ready_hook", function("progress_ready_hook"),
            "consecutive_failure_limit", "is not supported: a hub does not end because servers fail",
            "oauth_roles", "is not supported; write oauth_client_allowed_scopes",
            "ssl_alt_names", "is not supported yet, like internal_ssl",
            "popen_kwargs", "is not supported: these are arguments of Python",
            "add_user_cmd", "is for the authenticator pam alone",
            "create_system_users", "is for the authenticator pam alone",
            "uids", "is for the authenticator pam alone",
            "user_redirect_hook", function("user_redirect_hook"),
            "modify_pod_hook", function("modify_pod_hook"),
            "any_allow_config", "is not supported: which settings let people in is known; leave it out",
            "ssl_alt_names_include_local", "is not supported yet, like internal_ssl",
            "profile_list", "is for the spawner kubernetes alone");

    /** What to say of each setting that changes nothing. */
    static final Map<String, String> WITHOUT_EFFECT = table(
            "JupyterHub.admin_access",
                    "has no effect: what administrators may do at people's servers follows from roles",
            "JupyterHub.upgrade_db", "has no effect: the database is brought up to date at each start",
            "JupyterHub.confirm_no_ssl", "has no effect: nobody is asked",
            "JupyterHub.answer_yes", "has no effect: nobody is asked",
            "JupyterHub.proxy_class", "has no effect: the hub's own proxy is used",
            "JupyterHub.proxy_api_ip", "has no effect: the hub starts no other program as its proxy",
            "JupyterHub.proxy_api_port", "has no effect: the hub starts no other program as its proxy",
            "JupyterHub.debug_proxy", "has no effect; set Application.log_level",
            "JupyterHub.debug_db", "has no effect; set Application.log_level",
            "JupyterHub.cleanup_proxy", "has no effect: the proxy ends with the hub",
            "JupyterHub.forwarded_host_header", "has no effect; write public_url",
            "JupyterHub.generate_certs", "has no effect; there are no internal certificates yet",
            "JupyterHub.allow_existing_invalid_named_servers", "has no effect: there are no such servers",
            "JupyterHub.use_legacy_stopped_server_status_code", "has no effect",
            "JupyterHub.spawn_throttle_retry_range", "has no effect",
            "JupyterHub.active_user_window", "has no effect: metrics of active users have periods of their own",
            "JupyterHub.service_check_interval", "has no effect: a service whose process ends is started again at once",
            "JupyterHub.trust_user_provided_tokens", "has no effect",
            "JupyterHub.data_files_path", "has no effect: the pages are inside the hub",
            "JupyterHub.jinja_environment_options", "has no effect: the pages are no Jinja templates",
            "JupyterHub.extra_log_file", "has no effect: the log goes to standard output",
            "JupyterHub.extra_log_handlers", "has no effect: the log goes to standard output",
            "JupyterHub.pid_file", "has no effect: no such file is written",
            "JupyterHub.config_file", "has no effect inside a file; name files with -f",
            "JupyterHub.generate_config", "has no effect inside a file",
            "Application.log_datefmt", "has no effect: the log has times of ISO 8601",
            "Application.show_config", "has no effect; try \"hubwright check\"",
            "ConfigurableHTTPProxy.command", "has no effect: the hub starts no other program as its proxy",
            "ConfigurableHTTPProxy.concurrency", "has no effect: the hub starts no other program as its proxy",
            "ConfigurableHTTPProxy.check_running_interval",
                    "has no effect: the hub starts no other program as its proxy",
            "ConfigurableHTTPProxy.pid_file", "has no effect: the hub starts no other program as its proxy",
            "ConfigurableHTTPProxy.debug", "has no effect; set Application.log_level",
            "ConfigurableHTTPProxy.log_level", "has no effect; set Application.log_level",
            "ConfigurableHTTPProxy.command_umask", "has no effect: the hub starts no other program as its proxy",
            "Application.logging_config", "has no effect; set log_level and log_format",
            "Application.show_config_json", "has no effect; try \"hubwright check --json\"",
            "IdleCuller.concurrency", "has no effect: the hub ends servers itself",
            "CryptKeeper.n_threads", "has no effect");

    private OtherSettings() {}

    static void report(RawSettings raw, List<Problem> problems, List<String> warnings) {
        for (String section :
                List.of("Application", "JupyterHub", "Proxy", "ConfigurableHTTPProxy", "CryptKeeper", "IdleCuller")) {
            raw.section(section).forEach((key, entry) -> {
                String path = section + "." + key;
                if (HubSettings.isSupported(section, key)) {
                    return;
                }
                if (WITHOUT_EFFECT.containsKey(path)) {
                    warnings.add(new Problem(path, WITHOUT_EFFECT.get(path), entry.origin()).toString());
                } else if (NOT_SUPPORTED.containsKey(path) && !asksForNothing(entry.value())) {
                    Origin origin = entry.origin();
                    problems.add(new Problem(path, NOT_SUPPORTED.get(path), origin));
                }
            });
        }
    }

    /** Puts values under the names that replaced theirs, and says what means something else here. */
    static RawSettings renamed(RawSettings raw, List<String> warnings) {
        RawSettings result = withoutTornado(raw);
        for (var moved : MOVED.entrySet()) {
            Optional<RawSettings.Entry> written = find(raw, moved.getKey());
            if (written.isPresent()) {
                boolean replaced = find(raw, moved.getValue()).isPresent();
                warnings.add(new Problem(
                                moved.getKey(),
                                replaced
                                        ? "is an old name and ignored beside " + moved.getValue()
                                        : "is an old name; write " + moved.getValue(),
                                written.get().origin())
                        .toString());
                result = put(result, moved.getKey(), null, written.get());
                result = replaced
                        ? result
                        : put(result, moved.getValue(), written.get().value(), written.get());
            }
        }
        DIFFERENT.forEach((path, sentence) -> find(raw, path)
                .ifPresent(entry -> warnings.add(new Problem(path, sentence, entry.origin()).toString())));
        return result;
    }

    /** Two of the settings that JupyterHub hands to Tornado are settings of the hub here. */
    private static RawSettings withoutTornado(RawSettings raw) {
        Optional<RawSettings.Entry> written = find(raw, "JupyterHub.tornado_settings");
        if (written.isEmpty() || !(written.get().value() instanceof Map<?, ?> all)) {
            return raw;
        }
        RawSettings result = raw;
        Map<Object, Object> others = new LinkedHashMap<>(all);
        for (String key : List.of("slow_spawn_timeout", "slow_stop_timeout")) {
            Object value = others.remove(key);
            if (value != null && raw.find("JupyterHub", key).isEmpty()) {
                result = result.with("JupyterHub", key, value, written.get().origin());
            }
        }
        return result.with(
                "JupyterHub", "tornado_settings", others, written.get().origin());
    }

    private static Optional<RawSettings.Entry> find(RawSettings raw, String path) {
        return raw.find(section(path), path.substring(section(path).length() + 1));
    }

    private static RawSettings put(RawSettings raw, String path, Object value, RawSettings.Entry entry) {
        return raw.with(section(path), path.substring(section(path).length() + 1), value, entry.origin());
    }

    private static String section(String path) {
        return path.substring(0, path.indexOf('.'));
    }

    /** Says that a key is not supported where a schema can only say that it does not know it. */
    static Problem explain(Problem problem) {
        String key = problem.path().substring(problem.path().lastIndexOf('.') + 1);
        String sentence = NOT_SUPPORTED_IN_PROVIDERS.get(key);
        return sentence == null || !problem.message().startsWith("is not known")
                ? problem
                : new Problem(problem.path(), sentence, problem.origin());
    }

    /** Whether the value is what this hub does anyway. */
    private static boolean asksForNothing(Object value) {
        return Boolean.FALSE.equals(value)
                || "".equals(value)
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static String function(String key) {
        return "is not supported: it is a Python function; use "
                + Hooks.insteadOf(key).orElseThrow();
    }

    private static Map<String, String> table(String... pathsAndSentences) {
        Map<String, String> table = new LinkedHashMap<>();
        for (int i = 0; i < pathsAndSentences.length; i += 2) {
            table.put(pathsAndSentences[i], pathsAndSentences[i + 1]);
        }
        return table;
    }
}
