package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name that JupyterHub has is known here, and every spelling of a class. */
class KnownNamesTest {

    /** What an installation cannot do without, by JupyterHub's own list. */
    private static final Map<String, String> MUST = Map.of(
            "JupyterHub", """
            bind_url base_url hub_bind_url hub_connect_url public_url subdomain_host subdomain_hook ssl_key ssl_cert
            trusted_downstream_ips authenticator_class spawner_class allow_named_servers concurrent_spawn_limit
            active_server_limit slow_spawn_timeout slow_stop_timeout init_spawners_timeout redirect_to_server default_url
            cleanup_servers cookie_secret cookie_secret_file cookie_max_age_days cookie_host_prefix_enabled
            oauth_token_expires_in token_expires_in_max_seconds load_roles load_groups services service_tokens
            api_page_default_limit api_page_max_limit activity_resolution last_activity_interval
            authenticate_prometheus db_url ip port hub_ip hub_port hub_connect_ip
            """,
            "Proxy", "should_start extra_routes",
            "ConfigurableHTTPProxy", "api_url auth_token",
            "CryptKeeper", "keys",
            "Authenticator", """
            username_pattern username_map allow_all allowed_users blocked_users enable_auth_state auth_refresh_age
            manage_groups allowed_groups admin_groups admin_users refresh_pre_spawn
            """,
            "PAMAuthenticator", "service check_account encoding pam_normalize_username executor_threads",
            "Spawner", """
            environment env_keep cmd args ip port hub_connect_url start_timeout http_timeout poll_interval poll_jitter
            notebook_dir default_url mem_limit mem_guarantee cpu_limit cpu_guarantee server_token_scopes debug
            disable_user_config oauth_client_allowed_scopes
            """,
            "LocalProcessSpawner", "interrupt_timeout term_timeout kill_timeout shell_cmd",
            "SimpleLocalProcessSpawner", "home_dir_template home_dir");

    /** All others: none may be unknown, whatever becomes of it. */
    private static final Map<String, String> OTHERS = Map.of(
            "JupyterHub", """
            hub_connect_port hub_socket_mode hub_routespec internal_ssl internal_certs_location recreate_internal_certs
            external_ssl_authorities trusted_alt_names generate_certs forwarded_host_header proxy_class proxy_cmd
            debug_proxy proxy_auth_token proxy_api_ip proxy_api_port proxy_check_interval named_server_limit_per_user
            default_server_name allow_existing_invalid_named_servers spawn_throttle_retry_range implicit_spawn_seconds
            user_redirect_hook shutdown_on_logout cleanup_proxy use_legacy_stopped_server_status_code
            oauth_require_pkce trust_user_provided_tokens custom_scopes extra_user_scopes service_check_interval
            api_tokens admin_users admin_access active_user_window db_kwargs upgrade_db reset_db debug_db template_paths
            template_vars logo_file jinja_environment_options data_files_path extra_handlers tornado_settings config_file
            generate_config answer_yes pid_file confirm_no_ssl extra_log_file extra_log_handlers
            """,
            "ConfigurableHTTPProxy",
                    "command concurrency check_running_interval pid_file log_level command_umask debug",
            "Authenticator", """
            allow_existing_users any_allow_config refresh_pre_stop manage_roles load_managed_roles
            reset_managed_roles_on_startup post_auth_hook delete_invalid_users custom_html auto_login
            auto_login_oauth2_authorize request_otp otp_prompt whitelist blacklist group_whitelist
            """,
            "PAMAuthenticator", "create_system_users add_user_cmd uids open_sessions",
            "Spawner", """
            options_form options_from_form options_from_query apply_user_options group_overrides pre_spawn_hook
            post_stop_hook auth_state_hook progress_ready_hook oauth_roles ssl_alt_names ssl_alt_names_include_local
            consecutive_failure_limit popen_kwargs
            """);

    @Test
    void whatAnInstallationNeedsIsSupported() {
        Map<String, String> standing = standing();
        Set<String> gaps = paths(MUST)
                .filter(path -> !standing.getOrDefault(path, "").matches("(supported|applied).*"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(gaps).isEmpty();
    }

    @Test
    void everyNameHasItsStanding() {
        Map<String, String> standing = standing();

        assertThat(paths(OTHERS))
                .hasSizeGreaterThan(80)
                .allMatch(path -> standing.containsKey(path)
                        || standing.containsKey("\u2026" + path.substring(path.indexOf('.'))));
    }

    /** Of the settings of the page that is made from the code, and those of single providers. */
    private static Map<String, String> standing() {
        Map<String, String> standing = new HashMap<>(new SupportTable().standing());
        Installed.all().stream()
                .flatMap(factory -> factory.schema().sections().stream())
                .forEach(section -> section.settings().stream()
                        .flatMap(setting -> Stream.concat(Stream.of(setting.key()), setting.oldKeys().stream()))
                        .forEach(key -> standing.putIfAbsent(section.name() + "." + key, "supported")));
        return standing;
    }

    private static Stream<String> paths(Map<String, String> names) {
        return names.entrySet().stream()
                .flatMap(section ->
                        Stream.of(section.getValue().strip().split("\\s+")).map(name -> section.getKey() + "." + name));
    }

    @Test
    void noRowSaysThatSomethingIsMissingWhichIsThere() {
        List<String> rows = Stream.of(OtherSettings.NOT_SUPPORTED, OtherSettings.WITHOUT_EFFECT)
                .flatMap(table -> table.keySet().stream())
                .toList();

        assertThat(rows)
                .describedAs("delete the row of a setting that is supported now")
                .noneMatch(row -> HubSettings.isSupported(row.split("\\.")[0], row.split("\\.")[1]));
    }

    @Test
    void appliesWhatMoved() {
        HubConfiguration configuration = resolve(RawSettings.of(Map.of(
                "JupyterHub",
                Map.of(
                        "authenticator_class",
                        "pam",
                        "admin_users",
                        List.of("alice"),
                        "proxy_auth_token",
                        "0123",
                        "hub_connect_port",
                        9081,
                        "tornado_settings",
                        Map.of("slow_spawn_timeout", 0)))));

        var pam = configuration.authenticators().get(0).settings();
        assertThat(pam.get(AuthenticatorSettings.ADMIN_USERS)).containsExactly("alice");
        assertThat(configuration.hubConnectUrl()).hasPort(9081);
        assertThat(configuration.slowSpawnTimeout()).isZero();
        assertThat(configuration.warnings())
                .anyMatch(warning -> warning.contains("JupyterHub.admin_users is an old name; write Authenticator"));
        assertThat(configuration.effective())
                .anyMatch(setting -> setting.path().equals("ConfigurableHTTPProxy.auth_token")
                        && setting.value().equals("***"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldap",
                "LDAP",
                "LDAPAuthenticator",
                "ldapauthenticator.LDAPAuthenticator",
                "ldapauthenticator.ldapauthenticator.LDAPAuthenticator"
            })
    void findsAClassInEverySpelling(String name) {
        RawSettings raw = RawSettings.of(Map.of(
                "JupyterHub", Map.of("authenticator_class", name),
                "LDAPAuthenticator", Map.of("server_address", "here")));

        assertThat(resolve(raw).authenticators().get(0).factory().id()).isEqualTo("ldap");
    }

    @ParameterizedTest
    @CsvSource({
        "kubespawner.KubeSpawner, spawner_class, is in the module spawner-k8s",
        "dockerspawner.DockerSpawner, spawner_class, add dev.hubwright:spawner-docker to the class path",
        "oauthenticator.generic.GenericOAuthenticator, authenticator_class, add dev.hubwright:auth-oidc",
        "github, authenticator_class, use GenericOAuthenticator with the addresses of GitHub",
        "oauthenticator.google.GoogleOAuthenticator, authenticator_class, https://accounts.google.com",
        "systemdspawner.SystemdSpawner, spawner_class, use local or sudo",
        "mine.LDAPAuthenticater, authenticator_class, is not an installed authenticator",
        "ldapp, authenticator_class, did you mean ldap?"
    })
    void namesWhatIsMissing(String name, String key, String said) {
        RawSettings raw = RawSettings.of(Map.of("JupyterHub", Map.of(key, name)));

        assertThat(problems(raw)).anySatisfy(problem -> assertThat(problem).contains(name, said));
    }

    @Test
    void takesNobodysOwnClassForOurs() {
        assertThat(problems(RawSettings.of(
                        Map.of("JupyterHub", Map.of("authenticator_class", "mypackage.LDAPAuthenticator")))))
                .isNotEmpty();
    }

    @Test
    void knowsTheNamesOfItsOwnModules() {
        for (ProviderFactory<?> factory : Installed.all()) {
            boolean own = !factory.getClass().getPackageName().startsWith("dev.hubwright.hub");
            if (own) {
                assertThat(KnownClasses.explain(factory.id()))
                        .describedAs(factory.id())
                        .hasValueSatisfying(sentence -> assertThat(sentence).contains("is in the module "));
            }
        }
    }

    private static HubConfiguration resolve(RawSettings raw) {
        return HubConfiguration.resolve(raw, FakeFactories.AUTHENTICATORS, FakeFactories.SPAWNERS, Map.of());
    }

    private static List<String> problems(RawSettings raw) {
        try {
            HubConfiguration.resolve(
                    raw,
                    Providers.of(FakeFactories.LDAP, FakeFactories.PAM),
                    Providers.of(FakeFactories.LOCAL),
                    Map.of());
            return List.of();
        } catch (InvalidSettings e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
