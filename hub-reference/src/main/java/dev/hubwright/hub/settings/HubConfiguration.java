package dev.hubwright.hub.settings;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.culling.CullingPolicy;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.operation.RunningLimits;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.web.Subdomains;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a hub must know to run, checked: addresses, authenticators, spawners, database, limits. Immutable.
 *
 * <p>A limit of 0 means no limit.
 */
public final class HubConfiguration {

    private final Settings hub;
    private final Settings proxy;
    private final Settings crypt;
    private final Settings culler;
    private final Addresses addresses;
    private final List<ServiceDefinition> services;
    private final List<ProviderInstance<AuthenticatorFactory>> authenticators;
    private final List<ProviderInstance<SpawnerFactory>> spawners;
    private final List<String> warnings;

    HubConfiguration(
            Settings hub,
            Settings proxy,
            Settings crypt,
            Settings culler,
            Addresses addresses,
            List<ServiceDefinition> services,
            List<ProviderInstance<AuthenticatorFactory>> authenticators,
            List<ProviderInstance<SpawnerFactory>> spawners,
            List<String> warnings) {
        this.hub = hub;
        this.proxy = proxy;
        this.crypt = crypt;
        this.culler = culler;
        this.addresses = addresses;
        this.services = services;
        this.authenticators = authenticators;
        this.spawners = spawners;
        this.warnings = warnings;
    }

    /**
     * Checks settings of the hub and of the providers that they choose. Creates no provider and connects to nothing.
     *
     * @param environment where settings that have environment variables are looked up
     * @throws InvalidSettings with everything that is wrong in any of them
     */
    public static HubConfiguration resolve(
            RawSettings raw,
            Providers<AuthenticatorFactory> authenticators,
            Providers<SpawnerFactory> spawners,
            Map<String, String> environment) {
        return resolve(Reading.of(raw), authenticators, spawners, environment);
    }

    /** The same for what files say; what could not be read of them is reported together with what is wrong. */
    public static HubConfiguration resolve(
            Reading reading,
            Providers<AuthenticatorFactory> authenticators,
            Providers<SpawnerFactory> spawners,
            Map<String, String> environment) {
        return new ConfigurationResolver(reading, environment).resolve(authenticators, spawners);
    }

    Settings hub() {
        return hub;
    }

    Settings proxy() {
        return proxy;
    }

    Settings crypt() {
        return crypt;
    }

    Settings culler() {
        return culler;
    }

    /** The host that the public side binds; empty for all addresses. An IPv6 address has no brackets. */
    public String bindHost() {
        return addresses.bindHost();
    }

    /** The port that the public side binds; 0 for a free one. */
    public int bindPort() {
        return addresses.bindPort();
    }

    /** The path below which everything lies, with both slashes: {@code /} or {@code /pfx/}. */
    public String basePath() {
        return addresses.basePath();
    }

    /** The path of the hub itself, with both slashes: {@code /hub/} or {@code /pfx/hub/}. */
    public String hubPath() {
        return basePath() + "hub/";
    }

    /** The host that the hub binds behind the proxy; empty for all addresses. */
    public String hubBindHost() {
        return addresses.hubBindHost();
    }

    /** The port that the hub binds behind the proxy; 0 for a free one. */
    public int hubBindPort() {
        return addresses.hubBindPort();
    }

    /**
     * Where servers reach the hub, ending in {@code /hub/}; the REST API is below it at {@code api}. Where the hub binds
     * a free port, this has port 0 too.
     */
    public URI hubConnectUrl() {
        return addresses.hubConnectUrl();
    }

    /** The address in people's browsers, ending in {@link #basePath()}, where the operator has said it. */
    public Optional<URI> publicUrl() {
        return addresses.publicUrl();
    }

    /** The address of the hub's pages in people's browsers, ending in {@code /hub/}, where the operator has said it. */
    public Optional<URI> publicHubUrl() {
        return publicUrl().map(url -> url.resolve(hubPath()));
    }

    /** The file of the public side's private key; it speaks https if it is there. */
    public Optional<Path> sslKey() {
        return hub.find(HubSettings.SSL_KEY).map(Path::of);
    }

    /** The file of the public side's certificate; there if {@link #sslKey} is. */
    public Optional<Path> sslCertificate() {
        return hub.find(HubSettings.SSL_CERT).map(Path::of);
    }

    /** Folders with templates in place of the hub's own; what is in an earlier one counts more. */
    public List<Path> templateFolders() {
        return hub.get(HubSettings.TEMPLATE_PATHS).stream().map(Path::of).toList();
    }

    /** Addresses of proxies in front whose {@code X-Forwarded} headers are believed. */
    public List<String> trustedDownstreamAddresses() {
        return hub.get(HubSettings.TRUSTED_DOWNSTREAM_IPS);
    }

    /** The authenticators, at least one. */
    public List<ProviderInstance<AuthenticatorFactory>> authenticators() {
        return authenticators;
    }

    /** Whether authenticators have names in addresses, as against the one that has not. */
    public boolean hasNamedAuthenticators() {
        return !authenticators.get(0).name().equals(ProviderInstance.DEFAULT_NAME) || authenticators.size() > 1;
    }

    /** The spawners, at least one; the first is the usual one. */
    public List<ProviderInstance<SpawnerFactory>> spawners() {
        return spawners;
    }

    /**
     * The database as {@code sqlite:///path}, {@code sqlite://} (in memory) or
     * {@code postgresql://user:password@host/database}.
     */
    public Secret databaseUrl() {
        return DatabaseAddress.of(hub.get(HubSettings.DB_URL), hub.find(HubSettings.DB_PASSWORD));
    }

    /** The folder of the hub's own files, to be made with mode 0700. */
    public Path dataFolder() {
        return Path.of(hub.get(HubSettings.DATA_FOLDER));
    }

    /** Tells this hub's servers from another's, where the operator has said it; else the data folder does. */
    public Optional<String> hubId() {
        return hub.find(HubSettings.HUB_ID);
    }

    /** The key that signs sessions, in hexadecimal digits, where it is in the settings themselves. */
    public Optional<Secret> cookieSecret() {
        return hub.find(HubSettings.COOKIE_SECRET);
    }

    /** The file of the key that signs sessions, which may not exist yet. */
    public Path cookieSecretFile() {
        return hub.find(HubSettings.COOKIE_SECRET_FILE).map(Path::of).orElseGet(() -> dataFolder()
                .resolve("jupyterhub_cookie_secret"));
    }

    /** How long a login lasts. */
    public Duration cookieMaxAge() {
        return Duration.ofSeconds(Math.round(hub.get(HubSettings.COOKIE_MAX_AGE_DAYS) * 24 * 3600));
    }

    /** How long tokens of browsers last. */
    public Duration oauthTokenLife() {
        return hub.isSet(HubSettings.OAUTH_TOKEN_EXPIRES_IN)
                ? hub.get(HubSettings.OAUTH_TOKEN_EXPIRES_IN)
                : cookieMaxAge();
    }

    /** How long a token may last; empty for no limit. */
    public Optional<Duration> longestTokenLife() {
        return hub.find(HubSettings.TOKEN_EXPIRES_IN_MAX_SECONDS).filter(life -> !life.isZero());
    }

    /** The proxy in another process that the hub has to drive; empty where it runs one of its own. */
    public Optional<ExternalProxy> externalProxy() {
        return proxy.get(HubSettings.PROXY_SHOULD_START)
                ? Optional.empty()
                : Optional.of(new ExternalProxy(
                        proxy.get(HubSettings.PROXY_API_URL),
                        proxy.find(HubSettings.PROXY_AUTH_TOKEN),
                        hub.get(HubSettings.PROXY_CHECK_INTERVAL)));
    }

    /** Further paths of the proxy, without a slash at their end, and where they lead. */
    public Map<String, URI> extraRoutes() {
        return ExtraRoutes.read(proxy);
    }

    /** Keys that encrypt what authenticators keep, as {@code JUPYTERHUB_CRYPT_KEY} holds them. */
    public Optional<Secret> cryptKeys() {
        return crypt.find(HubSettings.CRYPT_KEYS);
    }

    /** Whether people may have further servers beside the default one. */
    public boolean allowNamedServers() {
        return hub.get(HubSettings.ALLOW_NAMED_SERVERS);
    }

    /** How many named servers a person may have. */
    public int namedServerLimitPerUser() {
        return hub.get(HubSettings.NAMED_SERVER_LIMIT_PER_USER);
    }

    /** The hub's address in browsers, where people's servers have domains of their own below it. */
    public Optional<URI> subdomainHost() {
        return hub.find(HubSettings.SUBDOMAIN_HOST);
    }

    /** How a name becomes a label of a domain below it. */
    public Subdomains.Naming subdomainNaming() {
        return Subdomains.Naming.of(hub.get(HubSettings.SUBDOMAIN_HOOK)).orElseThrow();
    }

    /** Whether cookies of logins have names that browsers take from the host itself alone. */
    public boolean cookieHostPrefix() {
        return hub.get(HubSettings.COOKIE_HOST_PREFIX_ENABLED);
    }

    /** By how much a use of a server must be later than the known one to be written down. */
    public Duration activityResolution() {
        return hub.get(HubSettings.ACTIVITY_RESOLUTION);
    }

    /** Which named server is meant where none is named. */
    public String defaultServerName() {
        return hub.get(HubSettings.DEFAULT_SERVER_NAME);
    }

    /** How many servers may be starting at the same time. */
    public int concurrentSpawnLimit() {
        return hub.get(HubSettings.CONCURRENT_SPAWN_LIMIT);
    }

    /** How many servers may run at the same time. */
    public int activeServerLimit() {
        return hub.get(HubSettings.ACTIVE_SERVER_LIMIT);
    }

    /** How many starts may wait for their turn; 0 for none. */
    public int spawnQueueLimit() {
        return hub.get(OperationSettings.SPAWN_QUEUE_LIMIT);
    }

    /** Maintenance and the announcement, until an administrator says otherwise. */
    public Notices.Written notices() {
        return OperationSettings.notices(hub);
    }

    /** How many servers people and groups may have running. */
    public RunningLimits runningLimits() {
        return OperationSettings.limits(hub);
    }

    /** How long a request waits for a start. */
    public Duration slowSpawnTimeout() {
        return hub.get(HubSettings.SLOW_SPAWN_TIMEOUT);
    }

    /** How long a request waits for a stop. */
    public Duration slowStopTimeout() {
        return hub.get(HubSettings.SLOW_STOP_TIMEOUT);
    }

    /** How long the hub's start waits for servers to be found again. */
    public Duration initSpawnersTimeout() {
        return hub.get(HubSettings.INIT_SPAWNERS_TIMEOUT);
    }

    /** Whether servers are stopped when the hub ends. */
    public boolean cleanupServers() {
        return hub.get(HubSettings.CLEANUP_SERVERS);
    }

    /** Whether programs without a browser may ask for tokens. */
    public boolean deviceLogin() {
        return hub.get(HubSettings.DEVICE_LOGIN);
    }

    /** Whether a person's servers are stopped at logout. */
    public boolean shutdownOnLogout() {
        return hub.get(HubSettings.SHUTDOWN_ON_LOGOUT);
    }

    /** Whether metrics are for those alone who have the scope. */
    public boolean authenticatePrometheus() {
        return hub.get(HubSettings.AUTHENTICATE_PROMETHEUS);
    }

    /** Whether a login leads to the person's server rather than to the home page. */
    public boolean redirectToServer() {
        return hub.get(HubSettings.REDIRECT_TO_SERVER);
    }

    /** The page after login, where it is neither the server nor the home page. */
    public Optional<String> defaultUrl() {
        return hub.find(HubSettings.DEFAULT_URL).filter(url -> !url.isEmpty());
    }

    /** Groups and their members that are made at each start. */
    public Map<String, List<String>> loadGroups() {
        return Groups.read(hub.get(HubSettings.LOAD_GROUPS));
    }

    /** How many entries a page of the API's lists has where the request does not say. */
    public int apiPageDefaultLimit() {
        return hub.get(HubSettings.API_PAGE_DEFAULT_LIMIT);
    }

    /** How many entries the API's lists have at most. */
    public int apiPageMaxLimit() {
        return hub.get(HubSettings.API_PAGE_MAX_LIMIT);
    }

    /** The scopes that there are. */
    public ScopeTree scopes() {
        return scopes(hub, new ArrayList<>());
    }

    /** The roles that the settings add to JupyterHub's own four, or put in their place. */
    public List<Role> roles() {
        return roles(hub, scopes(), new ArrayList<>());
    }

    static ScopeTree scopes(Settings hub, List<Problem> problems) {
        Origin origin = hub.problem(HubSettings.CUSTOM_SCOPES, "").origin();
        return CustomScopes.read(hub.get(HubSettings.CUSTOM_SCOPES), origin, problems);
    }

    static List<Role> roles(Settings hub, ScopeTree scopes, List<Problem> problems) {
        Origin origin = hub.problem(HubSettings.LOAD_ROLES, "").origin();
        return RoleReader.readAll(hub.get(HubSettings.LOAD_ROLES), scopes, origin, problems);
    }

    /** Programs beside the hub. */
    public List<ServiceDefinition> services() {
        return services;
    }

    /** Further tokens of services, and their names. */
    public Map<Secret, String> serviceTokens() {
        return hub.get(HubSettings.SERVICE_TOKENS);
    }

    /** Tokens of people that the settings give them, and their names. */
    public Map<Secret, String> apiTokens() {
        return hub.get(HubSettings.API_TOKENS);
    }

    /** Whether OAuth clients must send a code challenge. */
    public boolean oauthRequirePkce() {
        return hub.get(HubSettings.OAUTH_REQUIRE_PKCE);
    }

    /** Environment variables that the settings add to those that the hub was started with; some may be secret. */
    public Map<String, String> environment() {
        return hub.get(HubSettings.ENVIRONMENT);
    }

    /** {@code DEBUG}, {@code INFO}, {@code WARN} or {@code ERROR}. */
    public String logLevel() {
        return hub.get(HubSettings.LOG_LEVEL);
    }

    /** {@code text} or {@code json}. */
    public String logFormat() {
        return LogFormat.of(hub);
    }

    /** How often to note which servers were used. */
    public Duration lastActivityInterval() {
        return hub.get(HubSettings.LAST_ACTIVITY_INTERVAL);
    }

    /** Where events are written down. */
    public Optional<Path> auditFile() {
        return hub.find(HubSettings.AUDIT_FILE).filter(file -> !file.isBlank()).map(Path::of);
    }

    /** Which idle servers are stopped; empty for none. */
    public Optional<CullingPolicy> culling() {
        return CullingSettings.policy(culler);
    }

    /** All settings of the hub and of the chosen providers as they count in the end, without what is secret. */
    public List<EffectiveSetting> effective() {
        EffectiveSettings effective = new EffectiveSettings();
        effective.add(HubSettings.SCHEMA, hub);
        effective.add(HubSettings.PROXY_SCHEMA, proxy);
        effective.add(HubSettings.CRYPT_SCHEMA, crypt);
        effective.add(CullingSettings.SCHEMA, culler);
        authenticators.forEach(instance -> effective.add(instance.factory().schema(), instance.settings()));
        spawners.forEach(instance -> effective.add(instance.factory().schema(), instance.settings()));
        return effective.all();
    }

    /** What the operator should know though the hub can run; each is one sentence. */
    public List<String> warnings() {
        return warnings;
    }

    /** The address and the kinds of providers; no values that might be secret. */
    @Override
    public String toString() {
        return "HubConfiguration[" + bindHost() + ":" + bindPort() + basePath() + "]";
    }
}
