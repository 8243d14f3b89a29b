package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.hub.demo.DemoAuthenticatorFactory;
import dev.hubwright.hub.operation.RunningLimits;
import dev.hubwright.hub.web.Subdomains;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubConfigurationTest {

    private final Map<String, String> environment = new HashMap<>();
    private RawSettings raw = RawSettings.empty();

    @Test
    void hasJupyterHubsDefaults() {
        HubConfiguration configuration = resolve();

        assertThat(configuration.bindHost()).isEmpty();
        assertThat(configuration.bindPort()).isEqualTo(8000);
        assertThat(configuration.basePath()).isEqualTo("/");
        assertThat(configuration.hubPath()).isEqualTo("/hub/");
        assertThat(configuration.hubConnectUrl()).isEqualTo(URI.create("http://127.0.0.1:8081/hub/"));
        assertThat(configuration.publicUrl()).isEmpty();
        assertThat(configuration.authenticators()).singleElement().satisfies(pam -> {
            assertThat(pam.name()).isEqualTo("default");
            assertThat(pam.factory().id()).isEqualTo("pam");
        });
        assertThat(configuration.hasNamedAuthenticators()).isFalse();
        assertThat(configuration.spawners())
                .singleElement()
                .matches(local -> local.factory().id().equals("local"));
        assertThat(configuration.databaseUrl().reveal()).isEqualTo("sqlite:///hubwright.sqlite");
        assertThat(configuration.cookieSecretFile()).isEqualTo(Path.of("hubwright-data/jupyterhub_cookie_secret"));
        assertThat(configuration.cookieMaxAge()).isEqualTo(Duration.ofDays(14));
        assertThat(configuration.oauthTokenLife()).isEqualTo(Duration.ofDays(14));
        assertThat(configuration.longestTokenLife()).isEmpty();
        assertThat(configuration.concurrentSpawnLimit()).isEqualTo(100);
        assertThat(configuration.logLevel()).isEqualTo("INFO");
    }

    @Test
    void readsLimitsOfPeopleAndGroups() {
        write("JupyterHub", "running_server_limit_per_user", 3);
        write("JupyterHub", "running_server_limits_by_group", Map.of("students", Map.of("each", 1, "together", 30)));

        assertThat(resolve().runningLimits())
                .isEqualTo(new RunningLimits(
                        3, Map.of("students", new RunningLimits.OfGroup(Optional.of(1), Optional.of(30)))));
        assertThat(resolve().spawnQueueLimit()).isEqualTo(100);
    }

    @Test
    void saysHowLimitsOfGroupsAreWritten() {
        write("JupyterHub", "running_server_limits_by_group", Map.of("students", Map.of("all", 30)));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("JupyterHub.running_server_limits_by_group", "{students: {each: 1, together: 30}}");
    }

    @ParameterizedTest
    @CsvSource({
        "http://:8000,'',8000,/",
        "http://127.0.0.1:9000/x,127.0.0.1,9000,/x/",
        "http://[::1]:9000/x/y/,::1,9000,/x/y/",
        "http://*:9000,'',9000,/",
        "http://hub.example.org,hub.example.org,80,/",
        "http://a_b:1,a_b,1,/"
    })
    void takesBindUrlApart(String url, String host, int port, String path) {
        write("JupyterHub", "bind_url", url);

        assertThat(resolve().bindHost()).isEqualTo(host);
        assertThat(resolve().bindPort()).isEqualTo(port);
        assertThat(resolve().basePath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8000",
                "ftp://x",
                "http://x:99999",
                "http://x:port",
                "http://x/?a=b",
                "http://x/#a",
                "http://user:pw@x",
                "http+unix://x",
                "http://x/a//b"
            })
    void refusesOtherBindUrls(String url) {
        write("JupyterHub", "bind_url", url);

        assertThat(problems()).singleElement().asString().contains("JupyterHub.bind_url", "expected");
    }

    @Test
    void combinesTheOldSpellingOfTheAddress() {
        write("JupyterHub", "ip", "127.0.0.1");
        write("JupyterHub", "port", 9000);
        write("JupyterHub", "base_url", "jupyter");

        assertThat(resolve().bindHost()).isEqualTo("127.0.0.1");
        assertThat(resolve().bindPort()).isEqualTo(9000);
        assertThat(resolve().hubConnectUrl()).hasPath("/jupyter/hub/");
    }

    @Test
    void derivesWhereServersReachTheHub() {
        write("JupyterHub", "hub_ip", "0.0.0.0");
        write("JupyterHub", "hub_port", 9081);
        assertThat(resolve().hubConnectUrl()).hasHost(MachineName.get()).hasPort(9081);

        write("JupyterHub", "hub_bind_url", "http://[::1]:9082");
        assertThat(resolve().hubConnectUrl()).isEqualTo(URI.create("http://[::1]:9082/hub/"));

        write("JupyterHub", "hub_connect_ip", "10.0.0.1");
        assertThat(resolve().hubConnectUrl()).isEqualTo(URI.create("http://10.0.0.1:9082/hub/"));

        write("JupyterHub", "hub_connect_url", "https://hub:9083/somewhere/else");
        assertThat(resolve().hubConnectUrl()).isEqualTo(URI.create("https://hub:9083/hub/"));
    }

    @Test
    void derivesThePublicAddress() {
        write("JupyterHub", "base_url", "/x/");
        write("JupyterHub", "public_url", "https://hub.example.org");

        assertThat(resolve().publicUrl()).contains(URI.create("https://hub.example.org/x/"));
        assertThat(resolve().publicHubUrl()).contains(URI.create("https://hub.example.org/x/hub/"));

        write("JupyterHub", "public_url", "https://hub.example.org/y/");
        assertThat(problems()).singleElement().asString().contains("public_url", "another path");
    }

    @Test
    void bindsForHttpsWithKeyAndCertificate() {
        write("JupyterHub", "bind_url", "https://:443");
        assertThat(problems()).singleElement().asString().contains("asks for https", "ssl_key", "public_url");
        write("JupyterHub", "ssl_key", "/etc/hub/key.pem");
        assertThat(problems()).singleElement().asString().contains("JupyterHub.ssl_key needs ssl_cert beside it");
        write("JupyterHub", "ssl_cert", "/etc/hub/cert.pem");

        assertThat(resolve().sslKey()).hasToString("Optional[/etc/hub/key.pem]");
        assertThat(resolve().sslCertificate()).hasToString("Optional[/etc/hub/cert.pem]");

        write("ConfigurableHTTPProxy", "should_start", false);
        assertThat(resolve().warnings()).anyMatch(warning -> warning.contains("JupyterHub.ssl_key has no effect"));
    }

    @Test
    void findsProvidersByJupyterHubsNames() {
        write("JupyterHub", "authenticator_class", "ldapauthenticator.LDAPAuthenticator");
        write("JupyterHub", "spawner_class", "sudospawner.SudoSpawner");
        write("LDAPAuthenticator", "server_address", "10.0.0.4");
        write("Spawner", "cmd", List.of("/opt/jupyterhub-singleuser"));

        HubConfiguration configuration = resolve();

        assertThat(configuration.authenticators().get(0).factory()).isSameAs(FakeFactories.LDAP);
        assertThat(configuration.authenticators().get(0).settings().get(FakeFactories.SERVER_ADDRESS))
                .isEqualTo("10.0.0.4");
        assertThat(configuration.spawners().get(0).settings().get(SpawnerSettings.CMD))
                .containsExactly("/opt/jupyterhub-singleuser");
    }

    @Test
    void namesWhatIsInstalledWhereAClassIsUnknown() {
        write("JupyterHub", "authenticator_class", "ldpa");
        write("JupyterHub", "spawner_class", "docker");

        assertThat(problems())
                .containsExactly(
                        "hub.yaml:1: JupyterHub.authenticator_class = \"ldpa\" is not an installed authenticator;"
                                + " did you mean ldap?; available: azuread, ldap, pam",
                        "hub.yaml:2: JupyterHub.spawner_class = \"docker\" is in the module spawner-docker, which is not"
                                + " installed or registers no such provider; add dev.hubwright:spawner-docker to the"
                                + " class path; available: local, sudo");
    }

    @Test
    void saysWhatToWriteWherePamIsNotInstalled() {
        InvalidSettings thrown = catchThrowableOfType(
                InvalidSettings.class,
                () -> HubConfiguration.resolve(
                        raw, Providers.of(FakeFactories.LDAP), FakeFactories.SPAWNERS, environment));

        assertThat(thrown)
                .hasMessage("JupyterHub.authenticator_class is not set and would be pam, as in JupyterHub, but no"
                        + " authenticator of that name is installed; write one of: ldap. It is in the module auth-pam,"
                        + " which is not installed or registers no such provider; add dev.hubwright:auth-pam to the"
                        + " class path");
    }

    @Test
    void readsSeveralAuthenticators() {
        environment.put("OAUTH_CLIENT_SECRET", "shared");
        write("Authenticator", "allow_all", true);
        write(
                "JupyterHub",
                "authenticators",
                Map.of(
                        "corp", Map.of("class", "ldap", "server_address", "a", "allow_all", false),
                        "one", Map.of("class", "azuread", "client_secret", "own"),
                        "two", Map.of("class", "azuread")));

        HubConfiguration configuration = resolve();

        assertThat(configuration.hasNamedAuthenticators()).isTrue();
        assertThat(instance(configuration, "corp").settings().get(FakeFactories.SERVER_ADDRESS))
                .isEqualTo("a");
        assertThat(instance(configuration, "corp").settings().get(AuthenticatorSettings.ALLOW_ALL))
                .isFalse();
        assertThat(instance(configuration, "two").settings().get(AuthenticatorSettings.ALLOW_ALL))
                .isTrue();
        assertThat(instance(configuration, "one").settings().get(FakeFactories.CLIENT_SECRET))
                .isEqualTo(Secret.of("own"));
        assertThat(instance(configuration, "two").settings().get(FakeFactories.CLIENT_SECRET))
                .isEqualTo(Secret.of("shared"));
    }

    @Test
    void namesTheInstanceThatIsWrong() {
        write(
                "JupyterHub",
                "authenticators",
                Map.of("corp", Map.of("class", "ldap", "server_port", "x", "use_sl", true), "Bad Name", Map.of()));

        assertThat(problems())
                .contains(
                        "hub.yaml:1: JupyterHub.authenticators.corp.server_port = \"x\" is not right;"
                                + " expected a whole number",
                        "hub.yaml:1: JupyterHub.authenticators.corp.use_sl is not known;"
                                + " did you mean JupyterHub.authenticators.corp.use_ssl?",
                        "JupyterHub.authenticators.corp.server_address is missing",
                        "JupyterHub.authenticators.Bad Name.class is missing; write one of: azuread, ldap, pam")
                .hasSize(5);
    }

    @Test
    void refusesOneAuthenticatorBesideSeveral() {
        write("JupyterHub", "authenticator_class", "pam");
        write("JupyterHub", "authenticators", Map.of("corp", Map.of("class", "pam")));

        assertThat(problems()).singleElement().asString().contains("keep one of them");
    }

    @Test
    void refusesAListWhereInstancesBelong() {
        write("JupyterHub", "authenticators", List.of("ldap"));

        assertThat(problems()).singleElement().asString().contains("a map of names to settings");
    }

    @Test
    void reportsProblemsOfHubAndProvidersTogether() {
        write("JupyterHub", "prot", 8000);
        write("JupyterHub", "authenticator_class", "ldap");
        write("LDAPAuthenticator", "server_address", "nowhere");
        write("Spawner", "start_timeout", 0);
        write("LDAPAutenticator", "server_port", 389);
        write("Spwner", "cmd", "hunter2");
        write("Nonsense", "x", 1);

        assertThat(problems())
                .containsExactly(
                        "hub.yaml:1: JupyterHub.prot is not known; did you mean JupyterHub.port?",
                        "LDAPAuthenticator.server_address = \"nowhere\" is nowhere",
                        "hub.yaml:4: Spawner.start_timeout = 0 is not right; expected a number of seconds above 0",
                        "hub.yaml:5: LDAPAutenticator is not a section that is known; did you mean LDAPAuthenticator?",
                        "hub.yaml:6: Spwner is not a section that is known; did you mean Spawner?",
                        "hub.yaml:7: Nonsense is not a section of the hub or of an installed provider");
    }

    @Test
    void reportsAKeyOfACommonBaseSectionOnce() {
        write("Authenticator", "allow_al", true);
        write("JupyterHub", "authenticators", Map.of("a", Map.of("class", "pam"), "b", Map.of("class", "azuread")));

        assertThat(problems()).singleElement().asString().contains("did you mean Authenticator.allow_all?");
    }

    @Test
    void survivesAProviderThatCannotCheck() {
        write("JupyterHub", "authenticator_class", "ldap");
        write("LDAPAuthenticator", "server_address", "throw");

        assertThat(problems()).singleElement().asString().contains("a defect of the provider ldap");
    }

    @Test
    void checksSectionsThatNobodyReads() {
        write("LDAPAuthenticator", "server_port", 389);
        assertThat(resolve().warnings()).anyMatch(warning -> warning.contains("LDAPAuthenticator has no effect"));

        write("LDAPAuthenticator", "server_prt", 389);
        assertThat(problems()).singleElement().asString().contains("did you mean LDAPAuthenticator.server_port?");
    }

    @Test
    void takesADomainForServersOnlyWithoutAPath() {
        write("JupyterHub", "subdomain_host", "https://hub.example.org/path");
        assertThat(problems()).singleElement().asString().contains("an address without a path");

        write("JupyterHub", "subdomain_host", "https://hub.example.org");
        assertThat(resolve().subdomainHost()).contains(URI.create("https://hub.example.org"));
    }

    @Test
    void takesProxiesInFrontByAddressAndByNetworkOnly() {
        write("JupyterHub", "trusted_downstream_ips", List.of("192.0.2.7", "10.0.0.0/8"));
        assertThat(resolve().trustedDownstreamAddresses()).containsExactly("192.0.2.7", "10.0.0.0/8");

        write("JupyterHub", "trusted_downstream_ips", List.of("192.0.2.7", "proxy.example.org"));
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("JupyterHub.trusted_downstream_ips", "proxy.example.org", "IP addresses or networks");
    }

    @Test
    void checksWhetherCookiesAndDomainsFitTogether() {
        write("JupyterHub", "cookie_host_prefix_enabled", true);
        write("JupyterHub", "subdomain_hook", "legacy");
        assertThat(resolve().warnings())
                .anyMatch(warning -> warning.contains("cookie_host_prefix_enabled lets nobody log in over http"))
                .anyMatch(warning -> warning.contains("write subdomain_host too"))
                .anyMatch(warning -> warning.contains("subdomain_hook has no effect without subdomain_host"));

        write("JupyterHub", "subdomain_host", "http://hub.example.org");
        assertThat(problems()).singleElement().asString().contains("cookie_host_prefix_enabled", "needs https");

        write("JupyterHub", "subdomain_host", "https://hub.example.org");
        assertThat(resolve().warnings())
                .anyMatch(warning -> warning.contains("subdomain_hook gives some names"))
                .noneMatch(warning -> warning.contains("cookie_host_prefix_enabled"));
        assertThat(resolve().cookieHostPrefix()).isTrue();
        assertThat(resolve().subdomainNaming()).isEqualTo(Subdomains.Naming.LEGACY);

        write("JupyterHub", "subdomain_hook", "punycode");
        assertThat(problems()).singleElement().asString().contains("subdomain_hook", "idna or legacy");
    }

    @Test
    void refusesWhatIsNotSupportedYet() {
        write("JupyterHub", "internal_certs_location", "hunter2");
        write("JupyterHub", "internal_ssl", true);

        assertThat(problems())
                .hasSize(2)
                .allMatch(problem -> problem.contains("is not supported yet"))
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void refusesWhatProvidersDoNotSupportYet() {
        write("Spawner", "pre_spawn_hook", "x");
        write("PAMAuthenticator", "custom_html", "x");

        assertThat(problems())
                .containsExactly(
                        "hub.yaml:2: PAMAuthenticator.custom_html is not supported yet:"
                                + " the login page cannot be replaced",
                        "hub.yaml:1: Spawner.pre_spawn_hook is not supported: it is a Python function; use"
                                + " dev.hubwright.api.spawn.ServerHooks.beforeStart, in a provider");
    }

    @Test
    void refusesToKeepAuthStateWithoutAKey() {
        write("Authenticator", "allow_all", true);
        write("Authenticator", "enable_auth_state", true);
        assertThat(problems()).singleElement().asString().contains("JUPYTERHUB_CRYPT_KEY", "openssl rand -hex 32");

        environment.put("JUPYTERHUB_CRYPT_KEY", "a".repeat(64));
        assertThat(resolve().warnings()).isEmpty();
    }

    @Test
    void namesNoInstanceAfterAPageOfTheHub() {
        write("JupyterHub", "authenticators", Map.of("login", Map.of("class", "pam", "allow_all", true)));

        assertThat(problems()).singleElement().asString().contains("authenticators.login", "a page of that name");
    }

    @Test
    void saysThatPeopleChooseWhereThereIsAChoice() {
        write(
                "JupyterHub",
                "authenticators",
                Map.of(
                        "one", Map.of("class", "pam", "allow_all", true, "auto_login", true),
                        "two", Map.of("class", "pam", "allow_all", true)));

        assertThat(resolve().warnings()).singleElement().asString().contains("auto_login", "people choose");
    }

    @Test
    void keepsNothingForWhatNeedsIt() {
        write("Authenticator", "allow_all", true);
        write("Authenticator", "token_resources", List.of("https://storage.example/"));
        write("Authenticator", "auth_state_environment", Map.of("GIT_TOKEN", "access_token"));

        assertThat(problems()).hasSize(2).allSatisfy(problem -> assertThat(problem.toString())
                .contains("needs enable_auth_state: true"));
    }

    @Test
    void refusesVariablesThatAreNone() {
        write("Authenticator", "allow_all", true);
        write("Authenticator", "auth_state_environment", Map.of("JUPYTERHUB_API_TOKEN", "access_token"));

        assertThat(problems()).singleElement().asString().contains("auth_state_environment", "GIT_TOKEN: access_token");
    }

    @Test
    void showsServicesWithoutTheirSecrets() {
        write("JupyterHub", "services", List.of(Map.of("name", "cull", "api_token", "hunter22")));
        write("JupyterHub", "service_tokens", Map.of("hunter23", "cull"));
        write("JupyterHub", "api_tokens", Map.of("hunter24", "alice"));

        HubConfiguration configuration = resolve();

        assertThat(configuration.services()).singleElement().matches(service -> service.name()
                .equals("cull"));
        assertThat(configuration.serviceTokens()).containsValue("cull");
        assertThat(configuration.effective().toString())
                .contains("JupyterHub.services")
                .doesNotContain("hunter");
    }

    @Test
    void acceptsWhatAsksForNothing() {
        write("JupyterHub", "services", List.of());
        write("JupyterHub", "internal_ssl", false);
        write("ConfigurableHTTPProxy", "should_start", true);

        assertThat(resolve().bindPort()).isEqualTo(8000);
    }

    @Test
    void drivesAProxyThatItDoesNotStart() {
        assertThat(resolve().externalProxy()).isEmpty();
        write("ConfigurableHTTPProxy", "api_url", "http://proxy:8001");
        assertThat(resolve().warnings()).anyMatch(warning -> warning.contains("should_start: false"));

        write("ConfigurableHTTPProxy", "should_start", false);
        write("ConfigurableHTTPProxy", "auth_token", "s3cret");

        ExternalProxy proxy = resolve().externalProxy().orElseThrow();
        assertThat(proxy.api()).hasToString("http://proxy:8001");
        assertThat(proxy.token().orElseThrow().reveal()).isEqualTo("s3cret");
        assertThat(proxy.checkInterval()).hasSeconds(5);
        assertThat(proxy.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy_1:8001, true",
        "https://[::1]:8001, true",
        "http+unix://%2Frun%2Fproxy-api.sock, true",
        "http+unix://run, false",
        "ftp://proxy:8001, false",
        "http:///api, false",
    })
    void knowsWhereAProxyMayBe(String api, boolean possible) {
        write("ConfigurableHTTPProxy", "should_start", false);
        write("ConfigurableHTTPProxy", "api_url", api);

        if (possible) {
            assertThat(resolve().externalProxy().orElseThrow().api()).hasToString(api);
        } else {
            assertThat(problems()).singleElement().asString().contains("ConfigurableHTTPProxy.api_url", "http+unix://");
        }
    }

    @Test
    void takesTheTokenOfAProxyFromValuesOfTheChart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), """
                proxy: {secretToken: s3cret}
                hub:
                  config:
                    JupyterHub: {authenticator_class: pam, spawner_class: local}
                    ConfigurableHTTPProxy: {should_start: false, api_url: "http://proxy-api:8001"}
                """);

        HubConfiguration configuration = HubConfiguration.resolve(
                ConfigurationFiles.read(List.of(file), Map.of(), List.of(FakeFactories.PAM, FakeFactories.LOCAL)),
                FakeFactories.AUTHENTICATORS,
                FakeFactories.SPAWNERS,
                Map.of());

        ExternalProxy proxy = configuration.externalProxy().orElseThrow();
        assertThat(proxy.api()).hasToString("http://proxy-api:8001");
        assertThat(proxy.token().orElseThrow().reveal()).isEqualTo("s3cret");
    }

    @Test
    void leadsFurtherPathsElsewhere() {
        write("JupyterHub", "base_url", "/x/");
        write("Proxy", "extra_routes", Map.of("/docs/", "http://127.0.0.1:9000/pages"));
        assertThat(resolve().extraRoutes()).isEqualTo(Map.of("/docs", URI.create("http://127.0.0.1:9000/pages")));

        write(
                "Proxy",
                "extra_routes",
                Map.of("docs", "http://a", "/x/hub/y", "http://a", "/", "http://a", "/a", "not an address"));
        assertThat(problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("Proxy.extra_routes.docs must be a path"))
                .anySatisfy(problem -> assertThat(problem).contains("Proxy.extra_routes./ is the hub's own path"))
                .anySatisfy(problem -> assertThat(problem).contains("Proxy.extra_routes./x/hub/y is the hub's own"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("Proxy.extra_routes./a = \"not an address\" must be an address"));
    }

    @Test
    void warnsOfWhatHasNoEffect() {
        write("JupyterHub", "admin_access", true);
        write("ConfigurableHTTPProxy", "command", "/opt/configurable-http-proxy");

        assertThat(resolve().warnings())
                .anyMatch(warning -> warning.startsWith("hub.yaml:1: JupyterHub.admin_access has no effect"))
                .anyMatch(warning -> warning.startsWith("hub.yaml:2: ConfigurableHTTPProxy.command has no effect"));
    }

    @ParameterizedTest
    @CsvSource({"10,DEBUG", "DEBUG,DEBUG", "info,INFO", "WARNING,WARN", "50,ERROR"})
    void readsPythonsLogLevels(String written, String meant) {
        write("Application", "log_level", written);

        assertThat(resolve().logLevel()).isEqualTo(meant);
    }

    @Test
    void warnsWhereNobodyIsLetIn() {
        assertThat(resolve().warnings()).anyMatch(warning -> warning.contains("PAMAuthenticator has no allow rule"));

        write("Authenticator", "allowed_users", List.of("alice"));
        assertThat(resolve().warnings()).isEmpty();
    }

    @Test
    void doesNotWarnOfAnAuthenticatorThatLetsInEverybodyUnlessToldOtherwise() {
        write("JupyterHub", "authenticator_class", "demo");
        Providers<AuthenticatorFactory> demo = Providers.of(new DemoAuthenticatorFactory());

        assertThat(HubConfiguration.resolve(raw, demo, FakeFactories.SPAWNERS, environment)
                        .warnings())
                .isEmpty();
    }

    @Test
    void takesSecretsFromTheEnvironment() {
        environment.put("JUPYTERHUB_CRYPT_KEY", "a".repeat(64) + ";" + "b".repeat(64));
        environment.put("JPY_COOKIE_SECRET", "c".repeat(64));

        HubConfiguration configuration = resolve();

        assertThat(configuration.cryptKeys().orElseThrow().reveal()).contains(";");
        assertThat(configuration.cookieSecret()).isPresent();
    }

    @Test
    void neverShowsSecretsThatAreWrong() {
        write("JupyterHub", "cookie_secret", "hunter2");
        write("JupyterHub", "db_url", "mysql://hub:hunter2@db/hub");

        assertThat(problems()).hasSize(2).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void takesAPlainPathForADatabase() {
        write("JupyterHub", "db_url", "/srv/jupyterhub.sqlite");

        assertThat(resolve().databaseUrl().reveal()).isEqualTo("sqlite:////srv/jupyterhub.sqlite");
    }

    @Test
    void readsGroupsInBothSpellings() {
        write("JupyterHub", "load_groups", Map.of("a", List.of("alice"), "b", Map.of("users", List.of("bob"))));
        assertThat(resolve().loadGroups()).containsEntry("a", List.of("alice")).containsEntry("b", List.of("bob"));

        write("JupyterHub", "load_groups", Map.of("a", "alice"));
        assertThat(problems()).singleElement().asString().contains("load_groups", "lists of user names");
    }

    /** Each value on a line of its own. */
    private void write(String section, String key, Object value) {
        int line = 1
                + raw.sections().stream()
                        .mapToInt(name -> raw.section(name).size())
                        .sum();
        raw = raw.with(section, key, value, Origin.line("hub.yaml", line));
    }

    private static ProviderInstance<?> instance(HubConfiguration configuration, String name) {
        return configuration.authenticators().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private HubConfiguration resolve() {
        return HubConfiguration.resolve(raw, FakeFactories.AUTHENTICATORS, FakeFactories.SPAWNERS, environment);
    }

    private List<String> problems() {
        InvalidSettings thrown = catchThrowableOfType(InvalidSettings.class, this::resolve);
        return thrown.problems().stream().map(Problem::toString).toList();
    }
}
