package dev.hubwright.hub;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.LoginHook;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.api.spawn.SupervisorOptions;
import dev.hubwright.hub.culling.CullingPolicy;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.operation.RunningLimits;
import dev.hubwright.hub.proxy.TlsFiles;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.web.Subdomains;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Composes a {@link Hub} from explicit parts. At least one authenticator and one spawner are needed; everything else
 * has a default. Not thread-safe.
 */
public final class HubBuilder {

    String host = "127.0.0.1";
    int port = 8000;
    String basePath = "/";
    String hubHost = "127.0.0.1";
    int hubPort = 8081;
    Optional<URI> hubConnectUrl = Optional.empty();
    Optional<URI> publicUrl = Optional.empty();
    Optional<Subdomains> subdomains = Optional.empty();
    boolean hostCookies;
    Path dataFolder = Path.of("hubwright-data");
    String databaseUrl = "sqlite:///hubwright.sqlite";
    Optional<Path> workingFolder = Optional.empty();
    CryptKeys cryptKeys = CryptKeys.none();
    Optional<Secret> cookieSecret = Optional.empty();
    Duration sessionLifetime = Duration.ofDays(14);
    Duration oauthTokenLife = Duration.ofDays(14);
    Optional<Duration> longestTokenLife = Optional.empty();
    Optional<Path> cookieSecretFile = Optional.empty();
    Map<String, List<String>> groups = Map.of();
    BiConsumer<Hub, Optional<Boolean>> whenAskedToEnd = HubBuilder::end;
    int usualPage = 50;
    int longestPage = 200;
    List<Role> roles = List.of();
    ScopeTree scopes = ScopeTree.standard();
    List<ServiceDefinition> services = List.of();
    Map<Secret, String> serviceTokens = Map.of();
    Map<Secret, String> apiTokens = Map.of();
    boolean requirePkce;
    boolean deviceLogin = true;
    boolean autoLogin;
    boolean autoLoginToAuthorize;
    Duration activityInterval = Duration.ofMinutes(5);
    boolean namedServers;
    String defaultServerName = "";
    int namedServerLimit;
    boolean stopAtLogout;
    Optional<String> landingPage = Optional.empty();
    boolean leadToServer = true;
    Duration slowSpawnTimeout = Duration.ofSeconds(10);
    Duration slowStopTimeout = Duration.ofSeconds(10);
    Duration recoveryTimeout = Duration.ofSeconds(10);
    List<String> trustedProxies = List.of();
    Notices.Written notices = Notices.Written.nothing();
    RunningLimits runningLimits = RunningLimits.none();
    SupervisorOptions.Builder supervisor = SupervisorOptions.builder();
    Clock clock = Clock.systemUTC();
    Audit audit = Audit.none();
    Optional<Path> auditFile = Optional.empty();
    final Map<String, URI> extraRoutes = new LinkedHashMap<>();
    boolean openMetrics;
    Optional<CullingPolicy> culling = Optional.empty();
    final List<Path> templates = new ArrayList<>();
    Optional<String> otpPrompt = Optional.empty();
    Optional<Routes> externalProxy = Optional.empty();
    Optional<TlsFiles> tls = Optional.empty();
    Duration proxyCheckInterval = Duration.ofSeconds(5);
    Optional<HubConfiguration> configuration = Optional.empty();
    Optional<Supplier<HubConfiguration>> settingsSource = Optional.empty();
    final Map<String, Authenticator> authenticators = new LinkedHashMap<>();
    final Map<String, LoginRules> rules = new LinkedHashMap<>();
    final Map<String, Spawner> spawners = new LinkedHashMap<>();
    final Map<String, Settings> spawnerSettings = new LinkedHashMap<>();
    final List<LoginHook> hooks = new ArrayList<>();

    HubBuilder() {}

    /**
     * Where browsers reach the hub: 127.0.0.1 and 8000 by default.
     *
     * @param bindHost empty for all addresses
     * @param bindPort 0 for any free one, which {@link Hub#url()} then tells
     */
    public HubBuilder bind(String bindHost, int bindPort) {
        host = everywhereIfEmpty(bindHost);
        port = bindPort;
        return this;
    }

    /** Lets browsers reach the hub by {@code https}, which is off by default. */
    public HubBuilder tls(TlsFiles files) {
        tls = Optional.of(files);
        return this;
    }

    /** What all paths begin with: {@code /} by default; begins and ends with a slash. */
    public HubBuilder basePath(String value) {
        basePath = requireNonNull(value, "value");
        return this;
    }

    /**
     * Where servers reach the hub: 127.0.0.1 and 8081 by default. It must stay the same over restarts, or servers that
     * outlive one lose the hub.
     *
     * @param bindHost empty for all addresses
     */
    public HubBuilder hubBind(String bindHost, int bindPort) {
        hubHost = everywhereIfEmpty(bindHost);
        hubPort = bindPort;
        return this;
    }

    private static String everywhereIfEmpty(String bindHost) {
        return requireNonNull(bindHost, "bindHost").isEmpty() ? "0.0.0.0" : bindHost;
    }

    /** Under which origin servers reach the hub, if not where it binds. */
    public HubBuilder hubConnectUrl(URI value) {
        hubConnectUrl = Optional.of(value);
        return this;
    }

    /** The hub's address as browsers see it: scheme and host of links and cookies. */
    public HubBuilder publicUrl(URI value) {
        publicUrl = Optional.of(value);
        return this;
    }

    /** Where the database, the cookie secret and logs lie; made with mode 0700 if it is not there. */
    public HubBuilder dataFolder(Path value) {
        dataFolder = requireNonNull(value, "value");
        return this;
    }

    /** The database, such as {@code sqlite:///hubwright.sqlite}: relative to the data folder unless set otherwise. */
    public HubBuilder database(String url) {
        databaseUrl = requireNonNull(url, "url");
        return this;
    }

    /** What a database URL without a leading slash is relative to. */
    public HubBuilder workingFolder(Path value) {
        workingFolder = Optional.of(value);
        return this;
    }

    /** The keys that encrypt what authenticators want kept. */
    public HubBuilder cryptKeys(CryptKeys value) {
        cryptKeys = requireNonNull(value, "value");
        return this;
    }

    /** What cookies are signed with; by default one is made and kept in the data folder. */
    public HubBuilder cookieSecret(Secret value) {
        cookieSecret = Optional.of(value);
        return this;
    }

    /** How long somebody stays logged in: 14 days by default. */
    public HubBuilder sessionLifetime(Duration value) {
        sessionLifetime = requireNonNull(value, "value");
        return this;
    }

    /** In which file the secret is kept that cookies are signed with; made with mode 0600 if it is not there. */
    public HubBuilder cookieSecretFile(Path file) {
        cookieSecretFile = Optional.of(file);
        return this;
    }

    /** How long the tokens last that browsers get for servers: 14 days by default. */
    public HubBuilder oauthTokenLife(Duration value) {
        oauthTokenLife = requireNonNull(value, "value");
        return this;
    }

    /** How long a token may last that somebody makes; without a limit by default. */
    public HubBuilder longestTokenLife(Duration value) {
        longestTokenLife = Optional.of(value);
        return this;
    }

    /**
     * Lets people have further servers beside the default one, which is off by default.
     *
     * @param limit how many for each person; 0 for any number
     */
    public HubBuilder namedServers(int limit) {
        namedServers = true;
        namedServerLimit = limit;
        return this;
    }

    /**
     * Gives people's servers domains of their own below this address of the hub in browsers. All of them must lead to
     * the hub; a proxy elsewhere must choose routes by host.
     */
    public HubBuilder subdomains(URI hub) {
        return subdomains(hub, Subdomains.Naming.IDNA);
    }

    HubBuilder subdomains(URI hub, Subdomains.Naming naming) {
        subdomains = Optional.of(new Subdomains(hub, naming));
        publicUrl = publicUrl.or(() -> Optional.of(hub));
        return this;
    }

    /**
     * Gives the cookies of logins names that begin with {@code __Host-}: browsers take them from this very host alone,
     * over TLS, and send them to all of its paths. Off by default.
     */
    public HubBuilder hostCookies() {
        hostCookies = true;
        return this;
    }

    /** Which server is meant where none is named; without named servers that is always the default one. */
    public HubBuilder defaultServerName(String name) {
        defaultServerName = requireNonNull(name, "name");
        return this;
    }

    /** Lets no program without a browser ask for a token, which is on by default. */
    public HubBuilder withoutDeviceLogin() {
        deviceLogin = false;
        return this;
    }

    /** Begins the login at once instead of showing the login page, where the only authenticator has a button. */
    public HubBuilder autoLogin() {
        autoLogin = true;
        return this;
    }

    /** The same for browsers that come from a server only. */
    public HubBuilder autoLoginToAuthorize() {
        autoLoginToAuthorize = true;
        return this;
    }

    /** How often to note which servers were used: every five minutes by default. */
    public HubBuilder activityInterval(Duration value) {
        activityInterval = requireNonNull(value, "value");
        return this;
    }

    /** Whether somebody's standing is to be looked at again before each start. */
    boolean refreshBeforeStart() {
        return rules.values().stream().anyMatch(LoginRules::refreshPreSpawn);
    }

    /** Stops a person's servers when they log out, which is off by default. */
    public HubBuilder stopAtLogout() {
        stopAtLogout = true;
        return this;
    }

    /** Leads people to their home page after the login instead of starting their server. */
    public HubBuilder leadToHome() {
        leadToServer = false;
        return this;
    }

    /** Leads people to this path after the login. */
    public HubBuilder landingPage(String path) {
        landingPage = Optional.of(path);
        return this;
    }

    /**
     * Groups, and who is put into each of them at the start; others stay as they are. Names are those of {@link
     * dev.hubwright.api.auth.LoginPipeline#hubName}; one that nobody can have stops the start.
     */
    public HubBuilder groups(Map<String, List<String>> members) {
        groups = Map.copyOf(members);
        return this;
    }

    /**
     * How many entries the API's lists have: 50 by default where clients read page by page, and 200 at most.
     *
     * @param usual where a request does not say
     */
    public HubBuilder apiPages(int usual, int most) {
        usualPage = usual;
        longestPage = most;
        return this;
    }

    /**
     * Roles beside JupyterHub's own four, or in their place. Those who are named in the role {@code admin} are made
     * administrators at the start. Names of people are read as in {@link #groups}.
     *
     * @param tree the scopes that there are
     */
    public HubBuilder roles(List<Role> more, ScopeTree tree) {
        roles = List.copyOf(more);
        scopes = requireNonNull(tree, "tree");
        return this;
    }

    /** Programs beside the hub, some of which it starts; none by default. */
    public HubBuilder services(List<ServiceDefinition> value) {
        services = List.copyOf(value);
        return this;
    }

    /** Further tokens of services, each with the name of its service. */
    public HubBuilder serviceTokens(Map<Secret, String> names) {
        serviceTokens = Map.copyOf(names);
        return this;
    }

    /** Tokens of people, each with its owner, named as in {@link #groups}; those of an earlier start are forgotten. */
    public HubBuilder apiTokens(Map<Secret, String> names) {
        apiTokens = Map.copyOf(names);
        return this;
    }

    /** Refuses servers and services that send no code challenge (RFC 7636), which is off by default. */
    public HubBuilder requirePkce() {
        requirePkce = true;
        return this;
    }

    /** How long a request waits for a start and for a stop: 10 seconds each by default. */
    public HubBuilder slowTimeouts(Duration spawn, Duration stop) {
        slowSpawnTimeout = requireNonNull(spawn, "spawn");
        slowStopTimeout = requireNonNull(stop, "stop");
        return this;
    }

    /** How long {@link Hub#start} waits for servers of an earlier run: 10 seconds by default. */
    public HubBuilder recoveryTimeout(Duration value) {
        recoveryTimeout = requireNonNull(value, "value");
        return this;
    }

    /** Addresses of proxies in front of ours, whose word on the browser's address is believed. */
    public HubBuilder trustedProxies(List<String> addresses) {
        trustedProxies = List.copyOf(addresses);
        return this;
    }

    /** Limits and times of servers. The base path is set by the hub. */
    public HubBuilder supervisor(SupervisorOptions.Builder value) {
        supervisor = requireNonNull(value, "value");
        return this;
    }

    /** Maintenance and the announcement, until an administrator says otherwise; nothing by default. */
    public HubBuilder notices(Notices.Written value) {
        notices = requireNonNull(value, "value");
        return this;
    }

    /** How many servers people and members of groups may have running; any number by default. */
    public HubBuilder runningLimits(RunningLimits value) {
        runningLimits = requireNonNull(value, "value");
        return this;
    }

    /** The time; for tests. */
    public HubBuilder clock(Clock value) {
        clock = requireNonNull(value, "value");
        return this;
    }

    /** Who hears of logins, starts and stops, besides the log. */
    public HubBuilder audit(Audit value) {
        audit = requireNonNull(value, "value");
        return this;
    }

    /**
     * A further path that the proxy leads somewhere else. Whoever answers there gets the cookies of the hub's address,
     * so it has to be as trusted as the hub.
     *
     * @param path begins with a slash and does not end with one
     */
    public HubBuilder extraRoute(String path, URI target) {
        extraRoutes.put(requireNonNull(path, "path"), requireNonNull(target, "target"));
        return this;
    }

    /** Appends each event to a file too, see {@link dev.hubwright.hub.audit.AuditFile}. */
    public HubBuilder auditFile(Path file) {
        auditFile = Optional.of(file);
        return this;
    }

    /** Stops servers that nobody uses; by default all run until somebody stops them. */
    public HubBuilder cull(CullingPolicy policy) {
        culling = Optional.of(policy);
        return this;
    }

    /** Shows the hub's metrics to everybody; by default they need the scope {@code read:metrics}. */
    public HubBuilder openMetrics() {
        openMetrics = true;
        return this;
    }

    /** A further folder whose templates stand in for the hub's own; what is in an earlier one counts more. */
    public HubBuilder templates(Path folder) {
        templates.add(requireNonNull(folder, "folder"));
        return this;
    }

    /** Shows a field for a one-time code on the login page. */
    public HubBuilder otpPrompt(String prompt) {
        otpPrompt = Optional.of(prompt);
        return this;
    }

    /**
     * Leads browsers through a proxy that runs apart from the hub, instead of one of its own. {@link #bind} then says
     * where that proxy is, and the route to the hub has its {@link #hubConnectUrl}. Connections through such a proxy
     * outlive a restart of the hub.
     *
     * @param routes the proxy's routes, such as {@link dev.hubwright.hub.proxy.RemoteRoutes}; the hub closes what is
     *     {@link AutoCloseable}
     * @param checkInterval how often to see whether it still has them all; JupyterHub's is 5 seconds
     */
    public HubBuilder externalProxy(Routes routes, Duration checkInterval) {
        externalProxy = Optional.of(routes);
        proxyCheckInterval = requireNonNull(checkInterval, "checkInterval");
        return this;
    }

    /**
     * Where the settings are read again when a running hub is told to. Only for a hub that was begun with a
     * configuration.
     *
     * @param source throws {@code InvalidSettings} where they are wrong, and then nothing changes
     */
    public HubBuilder reloadFrom(Supplier<HubConfiguration> source) {
        settingsSource = Optional.of(source);
        return this;
    }

    /**
     * What becomes of a hub that is asked to end by the API: by default it is closed, and before that everybody's
     * servers are stopped if the request says so.
     *
     * @param action is given the hub, and whether servers are to be stopped, where the request says that
     */
    public HubBuilder whenAskedToEnd(BiConsumer<Hub, Optional<Boolean>> action) {
        whenAskedToEnd = requireNonNull(action, "action");
        return this;
    }

    private static void end(Hub hub, Optional<Boolean> stopServers) {
        if (stopServers.orElse(false)) {
            hub.stopAllServers();
        }
        hub.close();
    }

    /** Runs a hook after each login. */
    public HubBuilder loginHook(LoginHook hook) {
        hooks.add(requireNonNull(hook, "hook"));
        return this;
    }

    /** The only authenticator. The hub closes it. */
    public HubBuilder authenticator(Authenticator authenticator, LoginRules itsRules) {
        return authenticator("default", authenticator, itsRules);
    }

    /** One of several authenticators. Its name stands in the database and in addresses. The hub closes it. */
    public HubBuilder authenticator(String instance, Authenticator authenticator, LoginRules itsRules) {
        authenticators.put(instance, requireNonNull(authenticator, "authenticator"));
        rules.put(instance, requireNonNull(itsRules, "itsRules"));
        return this;
    }

    /** The only spawner, with default settings. The hub closes it. */
    public HubBuilder spawner(Spawner spawner) {
        return spawner("default", spawner, Settings.read(SpawnerSettings.SCHEMA, RawSettings.empty(), Map.of()));
    }

    /** A spawner; servers are started by the first one. The hub closes it. */
    public HubBuilder spawner(String instance, Spawner spawner, Settings settings) {
        spawners.put(instance, requireNonNull(spawner, "spawner"));
        spawnerSettings.put(instance, requireNonNull(settings, "settings"));
        return this;
    }

    /**
     * Makes the hub and starts it.
     *
     * @throws IllegalStateException if there is no authenticator or no spawner
     * @throws ProviderException if an address cannot be bound, or the database or data folder cannot be used
     */
    public Hub start() throws ProviderException, InterruptedException {
        if (authenticators.isEmpty() || spawners.isEmpty()) {
            throw new IllegalStateException("A hub needs an authenticator and a spawner");
        }
        return Hub.start(this);
    }
}
