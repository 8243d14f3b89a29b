package dev.hubwright.hub;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Health;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Provider;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.Threads;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.ServerHooks;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.admin.RecentLogins;
import dev.hubwright.hub.audit.AuditFile;
import dev.hubwright.hub.culling.IdleCuller;
import dev.hubwright.hub.culling.Kernels;
import dev.hubwright.hub.culling.RouteActivity;
import dev.hubwright.hub.login.LoginPolicy;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.proxy.AddressRange;
import dev.hubwright.hub.proxy.Forwarding;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.OwnConnections;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RouteTable;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.servers.HttpReadiness;
import dev.hubwright.hub.servers.HubCredentials;
import dev.hubwright.hub.servers.HubSpawnPlanner;
import dev.hubwright.hub.servers.Offers;
import dev.hubwright.hub.servers.Owners;
import dev.hubwright.hub.servers.ServerLogs;
import dev.hubwright.hub.servers.ServerPolicy;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.services.StandingRoutes;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.site.HubSite;
import dev.hubwright.hub.site.SiteParts;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.WebServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: logs people in, starts their servers, and leads their browsers there through its own proxy.
 *
 * <p>Several hubs can run in one JVM; nothing is global. Thread-safe.
 *
 * <pre>{@code
 * try (Hub hub = Hub.builder()
 *         .authenticator(myAuthenticator, LoginRules.allowAll())
 *         .spawner(mySpawner)
 *         .start()) {
 *     System.out.println("Open " + hub.url());
 *     ...
 * }
 * }</pre>
 */
public final class Hub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private HubPaths paths;
    private HubStore store;
    private ServerSupervisor supervisor;
    private Optional<Reloader> reloader = Optional.empty();
    private volatile Optional<ProxyCheck> proxyCheck = Optional.empty();
    private volatile boolean recovered;
    private boolean secure;
    private int port;
    private String host;

    private Hub() {}

    /** Begins to compose a hub. */
    public static HubBuilder builder() {
        return new HubBuilder();
    }

    /**
     * Begins with what settings files say: its authenticators and spawners are made by their factories. What the
     * builder is told afterwards goes over it.
     *
     * @param environment the environment variables that providers may see
     */
    public static HubBuilder builder(HubConfiguration configuration, Map<String, String> environment) {
        return ConfiguredHub.builder(configuration, environment);
    }

    /** How each provider is, by its kind and instance name, such as {@code authenticator default}. */
    public Map<String, Health> health() {
        Map<String, Health> all = new LinkedHashMap<>();
        providers.forEach((name, provider) -> all.put(name, provider.health()));
        return all;
    }

    /** The version of this hub; {@code (not packaged)} for classes that were never put into a jar. */
    public static String version() {
        // Maven writes this file into the jar.
        String file = "/META-INF/maven/dev.hubwright/hub-reference/pom.properties";
        try (InputStream stream = Hub.class.getResourceAsStream(file)) {
            if (stream == null) {
                return "(not packaged)";
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Hub start(HubBuilder builder) throws ProviderException, InterruptedException {
        Hub hub = new Hub();
        try {
            hub.assemble(builder);
            return hub;
        } catch (ProviderException | InterruptedException | RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    /** Where browsers reach it. */
    public URI url() {
        String name = host.equals("0.0.0.0") || host.isEmpty() ? "localhost" : host;
        String place = (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        return URI.create((secure ? "https://" : "http://") + place + paths.base());
    }

    /** The servers of people. */
    public ServerSupervisor servers() {
        return supervisor;
    }

    /** The people. */
    public UserStore users() {
        return store.users();
    }

    /**
     * Reads the settings again and takes over what is safe while it runs; the log names what needs a restart. May be
     * called from any thread.
     *
     * @throws InvalidSettings if they are wrong, and nothing has changed
     * @throws IllegalStateException if the hub was not told where to read them, see {@link HubBuilder#reloadFrom}
     */
    public Reloading.Outcome reload() throws ProviderException {
        return reloader.orElseThrow(() -> new IllegalStateException("The hub has no settings to read again"))
                .reload();
    }

    /** Stops every server of everybody and waits until they are gone, for at most a minute each. */
    public void stopAllServers() {
        try {
            for (ServerRecord record : store.servers().active()) {
                supervisor.stop(record.server(), StopMode.GRACEFUL);
            }
            for (ServerRecord record : store.servers().active()) {
                supervisor.awaitSettled(record.server(), Duration.ofMinutes(1));
            }
        } catch (ProviderException e) {
            LOG.warn("Not all servers could be stopped: {}", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops to serve, and leaves the servers of people running: the next start finds them again. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the hub could not be closed", e);
            }
        }
    }

    /** Each part is closed before those that it needs. */
    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    private void assemble(HubBuilder builder) throws ProviderException, InterruptedException {
        SecureRandom random = new SecureRandom();
        paths = new HubPaths(builder.basePath, builder.subdomains, builder.hostCookies);
        host = builder.host;
        secure = builder.tls.isPresent();
        FrontEndHeaders frontEnd = FrontEndHeaders.of(builder);
        makeDataFolder(builder.dataFolder);
        store = closing(HubStore.open(
                builder.databaseUrl,
                builder.workingFolder.orElse(builder.dataFolder),
                builder.cryptKeys,
                builder.clock));
        loadGroups(builder.groups, builder);
        Roles roles =
                Roles.of(builder.roles, builder.scopes, store.groups()::members).with(store.shares()::scopesOf);
        loadAdministrators(roles, builder);
        ExecutorService threads = Threads.forBlockingWork("hub");
        closing(threads::shutdownNow);
        Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
        closing(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
        builder.authenticators.forEach((name, provider) -> closingProvider("authenticator " + name, provider));
        builder.spawners.forEach((name, provider) -> closingProvider("spawner " + name, provider));
        HubMetrics metrics = closing(metrics(builder));
        RecentLogins logins = new RecentLogins(builder.clock);
        Audit audit = audit(builder, metrics, logins);
        LoginPipeline pipeline = closing(pipeline(builder, audit));
        RouteTable ownRoutes = new RouteTable(builder.clock);
        Routes ofProxy = builder.externalProxy.orElse(ownRoutes);
        if (ofProxy instanceof AutoCloseable external) {
            closing(external);
        }
        Routes routes = builder.subdomains
                .<Routes>map(subdomains -> new SubdomainRoutes(ofProxy, subdomains, paths.base()))
                .orElse(ofProxy);
        RandomText texts = new RandomText(random);
        AtomicReference<URI> hubOrigin = new AtomicReference<>();
        HubCredentials credentials = new HubCredentials(store, roles, texts, paths, usualSettings(builder));
        credentials.takeBackUnrecorded();
        KeptIdentities identities = new KeptIdentities(store.users());
        Offers offers = new Offers(builder.spawners, builder.spawnerSettings, identities);
        HubSpawnPlanner planner = new HubSpawnPlanner(
                offers, paths, hubOrigin::get, builder.publicUrl, new Owners(store.users(), pipeline));
        supervisor = closing(supervisor(builder, audit, routes, planner, identities, credentials));
        Servers servers = new Servers(
                supervisor,
                store.servers(),
                builder.spawners.keySet().iterator().next(),
                offers,
                new ServerLogs(builder.spawners, threads),
                new ServerPolicy(
                        builder.slowSpawnTimeout,
                        builder.slowStopTimeout,
                        builder.namedServers,
                        builder.namedServerLimit,
                        builder.defaultServerName),
                builder.refreshBeforeStart() ? Optional.of(pipeline) : Optional.empty());
        Services services = new Services(builder.services, builder.serviceTokens, store, texts, paths, routes);
        services.register();
        GivenTokens.put(store, builder.apiTokens, builder.clock);
        Pages pages = Pages.create(paths.base(), builder.templates, version());
        if (builder.configuration.isPresent() && builder.settingsSource.isPresent()) {
            reloader = Optional.of(new Reloader(
                    builder.configuration.get(),
                    builder.settingsSource.get(),
                    pipeline,
                    pages,
                    next -> takeOver(next, builder, pipeline)));
        }
        HubSite site = new HubSite(new SiteParts(
                version(),
                store,
                pipeline,
                roles,
                servers,
                services,
                builder.authenticators,
                builder.otpPrompt,
                cookieSecret(builder, random),
                texts,
                pages,
                paths,
                builder.publicUrl,
                builder.trustedProxies,
                builder.clock,
                audit,
                logins,
                loginPolicy(builder, servers),
                metrics,
                builder.openMetrics,
                builder.deviceLogin,
                builder.requirePkce,
                builder.oauthTokenLife,
                builder.longestTokenLife,
                reloader.map(Reloading.class::cast),
                this::isReady,
                new RunningHubControl(this, builder, routes, this::checkProxy)));
        OwnConnections fromProxy = new OwnConnections();
        WebServer web = closing(WebServer.start(
                vertx, builder.hubHost, builder.hubPort, "JupyterHub.hub_bind_url", threads, fromProxy::have, site));
        URI local = URI.create("http://" + address(builder.hubHost) + ":" + web.port());
        hubOrigin.set(builder.hubConnectUrl.orElse(local));
        port = builder.port;
        StandingRoutes extra = new StandingRoutes(routes, "extra");
        builder.extraRoutes.forEach((path, target) -> extra.add(path, path, target));
        if (builder.externalProxy.isPresent()) {
            proxyCheck = Optional.of(closing(new ProxyCheck(
                    routes, hubOrigin.get().resolve("/"), supervisor, services, extra, builder.proxyCheckInterval)));
        } else {
            routes.put("/", local, ProxyCheck.HUB_ROUTE);
            services.checkRoutes();
            extra.check();
            openProxy(builder, ownRoutes, site, fromProxy, frontEnd);
        }
        supervisor.recover(builder.recoveryTimeout);
        recovered = true;
        stopServersOfBlocked(pipeline);
        closing(services).start(hubOrigin.get(), builder.publicUrl);
        RouteActivity activity = new RouteActivity(routes, supervisor);
        closing(new Housekeeping(store, activity, builder.activityInterval));
        builder.culling.ifPresent(policy -> closing(new IdleCuller(
                policy,
                supervisor,
                store,
                activity,
                new Kernels(store, texts, paths, builder.clock),
                audit,
                builder.clock)));
    }

    private void checkProxy() throws ProviderException {
        if (proxyCheck.isPresent()) {
            proxyCheck.get().now();
        } else {
            supervisor.checkRoutes();
        }
    }

    /** Whether it knows the servers of before, and people reach it; a hub before it answers its API already. */
    private boolean isReady() {
        return recovered && proxyCheck.map(ProxyCheck::hasSucceeded).orElse(true);
    }

    private static Settings usualSettings(HubBuilder builder) {
        return builder.spawnerSettings.values().iterator().next();
    }

    /**
     * Those who were blocked since these servers were started. Only they: a slip in the rules of who may come in must
     * not end the work of everybody.
     */
    private void stopServersOfBlocked(LoginPipeline pipeline) throws ProviderException {
        for (ServerRecord record : store.servers().active()) {
            String owner = record.server().user();
            if (store.users().find(owner).filter(pipeline::isBlockedNow).isPresent()) {
                LOG.warn("The server {} is stopped: {} is blocked", record.server(), owner);
                supervisor.stop(record.server(), StopMode.GRACEFUL);
            }
        }
    }

    private static Secret cookieSecret(HubBuilder builder, SecureRandom random) throws ProviderException {
        if (builder.cookieSecret.isPresent()) {
            return builder.cookieSecret.get();
        }
        Path file = builder.cookieSecretFile.orElse(builder.dataFolder.resolve("jupyterhub_cookie_secret"));
        return CookieSecret.in(file, random);
    }

    private LoginPolicy loginPolicy(HubBuilder builder, Servers servers) {
        String usual = paths.hub(builder.leadToServer ? "spawn" : "home");
        return new LoginPolicy(
                builder.sessionLifetime,
                builder.landingPage.orElse(usual),
                builder.autoLogin,
                builder.autoLoginToAuthorize,
                user -> {
                    if (builder.stopAtLogout) {
                        stopAll(servers, user);
                    }
                });
    }

    private static void stopAll(Servers servers, String user) {
        try {
            servers.stopAll(user);
        } catch (ProviderException e) {
            LOG.warn("The servers of {} could not be stopped at logout: {}", user, e.getMessage(), e);
        }
    }

    private void openProxy(
            HubBuilder builder, RouteTable routes, HubSite site, OwnConnections toTargets, FrontEndHeaders frontEnd)
            throws ProviderException {
        Listener plain = Listener.at(builder.host, builder.port, "JupyterHub.bind_url");
        ProxyServer proxy = closing(ProxyServer.builder()
                .listener(builder.tls.map(plain::with).orElse(plain))
                .routes(routes)
                .errorPages(site.errorPages())
                .toTargets(toTargets)
                .hideFromServers(frontEnd.names())
                .forwarding(Forwarding.builder()
                        .hostRouting(builder.subdomains.isPresent())
                        .trustedProxies(builder.trustedProxies.stream()
                                .filter(AddressRange::isRange)
                                .map(AddressRange::parse)
                                .toList())
                        .build())
                .build());
        try {
            proxy.start();
        } catch (IOException e) {
            throw ProviderException.permanent("The hub cannot start", e.getMessage(), e);
        }
        port = proxy.port();
    }

    private void takeOver(HubConfiguration next, HubBuilder builder, LoginPipeline pipeline) throws ProviderException {
        loadGroups(next.loadGroups(), builder);
        stopServersOfBlocked(pipeline);
    }

    private void loadGroups(Map<String, List<String>> groups, HubBuilder builder) throws ProviderException {
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            store.groups().create(group.getKey());
            for (String member : group.getValue()) {
                store.users().update(member, known -> known.orElseGet(
                                () -> UserRecord.created(member, false, builder.clock.instant()))
                        .withGroup(group.getKey()));
            }
        }
    }

    /** The role makes administrators, and not only what their tokens may do. */
    private void loadAdministrators(Roles roles, HubBuilder builder) throws ProviderException {
        for (String name : roles.find(Role.ADMIN).map(Role::users).orElse(Set.of())) {
            store.users().update(name, known -> known.orElseGet(
                            () -> UserRecord.created(name, true, builder.clock.instant()))
                    .withAdmin(true));
        }
    }

    private void closingProvider(String name, Provider provider) {
        providers.put(name, closing(provider));
    }

    private HubMetrics metrics(HubBuilder builder) {
        HubMetrics metrics = new HubMetrics();
        metrics.gauge("jupyterhub.total.users", "How many people the hub knows", () -> store.people()
                .count());
        metrics.gauge(
                "jupyterhub.running.servers",
                "How many servers run, or start or stop just now",
                () -> store.servers().active().size());
        builder.authenticators.forEach((name, provider) -> metrics.watch("authenticator", name, provider));
        builder.spawners.forEach((name, provider) -> metrics.watch("spawner", name, provider));
        return metrics;
    }

    /** The embedder's, which may fail or be slow, comes last. */
    private Audit audit(HubBuilder builder, HubMetrics metrics, RecentLogins logins) throws ProviderException {
        List<Audit> all = new ArrayList<>();
        all.add(metrics.audit(builder.authenticators.keySet(), builder.spawners.keySet()));
        all.add(logins::record);
        if (builder.auditFile.isPresent()) {
            all.add(closing(AuditFile.open(builder.auditFile.get(), builder.clock)));
        }
        all.add(builder.audit);
        return (event, subject, details) -> all.forEach(one -> one.record(event, subject, details));
    }

    private LoginPipeline pipeline(HubBuilder builder, Audit audit) {
        LoginPipeline.Builder pipeline =
                LoginPipeline.builder().users(store.users()).audit(audit).clock(builder.clock);
        builder.authenticators.forEach((instance, authenticator) ->
                pipeline.authenticator(instance, authenticator, builder.rules.get(instance)));
        builder.hooks.forEach(pipeline::hook);
        return pipeline.build();
    }

    private ServerSupervisor supervisor(
            HubBuilder builder,
            Audit audit,
            Routes routes,
            HubSpawnPlanner planner,
            KeptIdentities identities,
            HubCredentials credentials) {
        ServerSupervisor.Builder supervisorBuilder = ServerSupervisor.builder()
                .store(store.servers())
                .credentials(credentials)
                .planner(planner)
                .readiness(new HttpReadiness())
                .routes(routes)
                .authStates(identities)
                .audit(audit)
                .clock(builder.clock)
                .options(builder.supervisor.basePath(paths.base()).build());
        builder.spawners.forEach(supervisorBuilder::spawner);
        builder.authenticators.forEach((instance, authenticator) -> authenticator
                .capability(ServerHooks.class)
                .ifPresent(hooks -> supervisorBuilder.hooks(instance, hooks)));
        return supervisorBuilder.build();
    }

    private static String address(String hubHost) {
        if (hubHost.isEmpty() || hubHost.equals("0.0.0.0") || hubHost.equals("::")) {
            return "127.0.0.1";
        }
        return hubHost.contains(":") ? "[" + hubHost + "]" : hubHost;
    }

    private static void makeDataFolder(Path folder) throws ProviderException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw ProviderException.permanent(
                    "The hub cannot start",
                    "JupyterHub.data_folder = \"" + folder + "\" cannot be made (" + e + "); choose another folder",
                    e);
        }
    }
}
