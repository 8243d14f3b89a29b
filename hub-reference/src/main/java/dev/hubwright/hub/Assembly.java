package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.Threads;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.ServerHooks;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.culling.Endings;
import dev.hubwright.hub.culling.IdleCuller;
import dev.hubwright.hub.culling.Kernels;
import dev.hubwright.hub.culling.RouteActivity;
import dev.hubwright.hub.login.LoginPolicy;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.operation.RunningQuotas;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.proxy.OwnConnections;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RouteTable;
import dev.hubwright.hub.rest.Reloading;
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
import dev.hubwright.hub.site.Requests;
import dev.hubwright.hub.site.SiteParts;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.WebServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts of a hub and joins them, in the order in which they need each other; then holds them. */
final class Assembly implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    final HubBuilder builder;
    private final Closing closing = new Closing();
    private final SecureRandom random = new SecureRandom();
    private final RandomText texts = new RandomText(random);
    private final ExecutorService threads = Threads.forBlockingWork("hub");
    private final OwnConnections fromProxy = new OwnConnections();
    private final AtomicReference<URI> hubOrigin = new AtomicReference<>();
    final HubPaths paths;
    private final Endings endings;
    private final RouteTable ownRoutes;
    private FrontEndHeaders frontEnd;
    private Vertx vertx;
    HubStore store;
    private Roles roles;
    private Notices notices;
    private Observers observers;
    private LoginPipeline pipeline;
    private Routes unmeasured;
    private Routes routes;
    ServerSupervisor supervisor;
    private Servers servers;
    private Services services;
    private HubSite site;
    Optional<Reloader> reloader = Optional.empty();
    private volatile Optional<ProxyCheck> proxyCheck = Optional.empty();
    private volatile boolean recovered;
    int port;

    Assembly(HubBuilder builder) {
        this.builder = builder;
        this.paths = new HubPaths(builder.basePath, builder.subdomains, builder.hostCookies);
        this.endings = new Endings(builder.culling, builder.clock.instant());
        this.ownRoutes = new RouteTable(builder.clock);
        this.port = builder.port;
        closing.add(threads::shutdownNow);
    }

    /** Starts it all. */
    void run(Hub hub) throws ProviderException, InterruptedException {
        long begun = System.nanoTime();
        openStore();
        takeProviders();
        takePeople();
        prepareServers();
        prepareSite(hub);
        openDoors();
        goOn();
        observers.metrics().tookSince(HubMetrics.Work.HUB_STARTUP, begun);
    }

    @Override
    public void close() {
        closing.close();
    }

    private void openStore() throws ProviderException {
        frontEnd = FrontEndHeaders.of(builder);
        DataFolder.make(builder.dataFolder);
        store = closing.add(HubStore.open(
                builder.databaseUrl,
                builder.workingFolder.orElse(builder.dataFolder),
                builder.cryptKeys,
                builder.clock));
        notices = new Notices(store.operatorNotes(), builder.notices);
    }

    private void takeProviders() throws ProviderException {
        vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true).setPreferNativeTransport(true));
        closing.add(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get());
        builder.authenticators.values().forEach(closing::add);
        builder.spawners.values().forEach(closing::add);
        observers = Observers.of(builder, store, closing);
        LoginPipeline.Builder logins = LoginPipeline.builder()
                .users(store.users())
                .audit(observers.audit())
                .clock(builder.clock);
        builder.authenticators.forEach((instance, authenticator) ->
                logins.authenticator(instance, authenticator, builder.rules.get(instance)));
        builder.hooks.forEach(logins::hook);
        pipeline = closing.add(logins.build());
    }

    private void takePeople() throws ProviderException {
        NamedPeople named =
                new NamedPeople(builder.apiTokens, builder.groups, builder.roles).called(pipeline, store.people());
        pipeline.keepListed();
        StandingPeople people = new StandingPeople(store, builder.clock);
        people.putInto(named.groups());
        roles = Roles.of(named.roles(), builder.scopes, store.groups()::members).with(store.shares()::scopesOf);
        people.administratorsOf(roles);
        new GivenTokens(store, builder.clock).put(named.tokens());
    }

    private void prepareServers() throws ProviderException {
        Routes ofProxy = builder.externalProxy.orElse(ownRoutes);
        if (ofProxy instanceof AutoCloseable external) {
            closing.add(external);
        }
        unmeasured = builder.subdomains
                .<Routes>map(subdomains -> new SubdomainRoutes(ofProxy, subdomains, paths.base()))
                .orElse(ofProxy);
        routes = observers.metrics().routes(unmeasured);
        Settings usual = builder.spawnerSettings.values().iterator().next();
        HubCredentials credentials = new HubCredentials(store, roles, texts, paths, usual);
        credentials.takeBackUnrecorded();
        KeptIdentities identities = new KeptIdentities(store.users());
        Offers offers = new Offers(builder.spawners, builder.spawnerSettings, identities);
        HubSpawnPlanner planner = new HubSpawnPlanner(
                offers, paths, hubOrigin::get, builder.publicUrl, new Owners(store.users(), pipeline));
        supervisor = closing.add(supervisor(planner, identities, credentials));
        observers.metrics().watchQueue(supervisor::waiting);
        servers = new Servers(
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
                        builder.defaultServerName,
                        endings),
                builder.refreshBeforeStart() ? Optional.of(pipeline) : Optional.empty(),
                notices);
        services = new Services(builder.services, builder.serviceTokens, store, texts, paths, routes);
        services.register();
    }

    private ServerSupervisor supervisor(
            HubSpawnPlanner planner, KeptIdentities identities, HubCredentials credentials) {
        ServerSupervisor.Builder supervisorBuilder = ServerSupervisor.builder()
                .store(store.servers())
                .credentials(credentials)
                .planner(planner)
                .readiness(new HttpReadiness())
                .routes(routes)
                .authStates(identities)
                .quotas(new RunningQuotas(builder.runningLimits, store.groups()))
                .audit(observers.audit())
                .clock(builder.clock)
                .options(builder.supervisor.basePath(paths.base()).build());
        HubMetrics metrics = observers.metrics();
        builder.spawners.forEach((name, spawner) -> supervisorBuilder.spawner(name, metrics.spawner(name, spawner)));
        builder.authenticators.forEach((instance, authenticator) -> authenticator
                .capability(ServerHooks.class)
                .ifPresent(hooks -> supervisorBuilder.hooks(instance, hooks)));
        return supervisorBuilder.build();
    }

    private void prepareSite(Hub hub) throws ProviderException {
        Pages pages = Pages.create(paths.base(), builder.templates, Hub.version());
        if (builder.configuration.isPresent() && builder.settingsSource.isPresent()) {
            reloader = Optional.of(new Reloader(
                    builder.configuration.get(),
                    builder.settingsSource.get(),
                    pipeline,
                    store.people(),
                    pages,
                    this::takeOver));
        }
        site = new HubSite(new SiteParts(
                Hub.version(),
                store,
                pipeline,
                roles,
                servers,
                services,
                builder.authenticators,
                builder.otpPrompt,
                cookieSecret(),
                texts,
                pages,
                paths,
                builder.publicUrl,
                builder.trustedProxies,
                builder.clock,
                observers.audit(),
                observers.logins(),
                loginPolicy(),
                observers.metrics(),
                builder.openMetrics,
                builder.deviceLogin,
                builder.requirePkce,
                builder.oauthTokenLife,
                builder.longestTokenLife,
                reloader.map(Reloading.class::cast),
                this::isReady,
                new RunningHubControl(hub, builder, unmeasured, this::checkProxy),
                notices,
                WatchedParts.of(builder, store, unmeasured, threads)));
    }

    private Secret cookieSecret() throws ProviderException {
        if (builder.cookieSecret.isPresent()) {
            return builder.cookieSecret.get();
        }
        return CookieSecret.in(
                builder.cookieSecretFile.orElse(builder.dataFolder.resolve("jupyterhub_cookie_secret")), random);
    }

    private LoginPolicy loginPolicy() {
        String usual = paths.hub(builder.leadToServer ? "spawn" : "home");
        return new LoginPolicy(
                builder.sessionLifetime,
                builder.landingPage.orElse(usual),
                builder.autoLogin,
                builder.autoLoginToAuthorize,
                user -> {
                    if (builder.stopAtLogout) {
                        stopAll(user);
                    }
                },
                notices);
    }

    private void stopAll(String user) {
        try {
            servers.stopAll(user);
        } catch (ProviderException e) {
            LOG.warn("The servers of {} could not be stopped at logout: {}", user, e.getMessage(), e);
        }
    }

    private void openDoors() throws ProviderException, InterruptedException {
        HubMetrics metrics = observers.metrics();
        Requests requests = new Requests(site, metrics, builder.trustedProxies);
        WebServer web = closing.add(WebServer.start(
                vertx,
                builder.hubHost,
                builder.hubPort,
                "JupyterHub.hub_bind_url",
                threads,
                fromProxy::have,
                requests));
        URI local = URI.create("http://" + address(builder.hubHost) + ":" + web.port());
        hubOrigin.set(builder.hubConnectUrl.orElse(local));
        StandingRoutes extra = new StandingRoutes(routes, "extra");
        builder.extraRoutes.forEach((path, target) -> extra.add(path, path, target));
        if (builder.externalProxy.isPresent()) {
            proxyCheck = Optional.of(closing.add(new ProxyCheck(
                    metrics,
                    routes,
                    hubOrigin.get().resolve("/"),
                    supervisor,
                    services,
                    extra,
                    builder.proxyCheckInterval)));
        } else {
            routes.put("/", local, ProxyCheck.HUB_ROUTE);
            services.checkRoutes();
            extra.check();
            ProxyServer proxy = closing.add(OwnProxy.open(builder, ownRoutes, site, fromProxy, frontEnd));
            port = proxy.port();
            metrics.append(proxy::figures);
        }
    }

    private static String address(String hubHost) {
        if (hubHost.isEmpty() || hubHost.equals("0.0.0.0") || hubHost.equals("::")) {
            return "127.0.0.1";
        }
        return hubHost.contains(":") ? "[" + hubHost + "]" : hubHost;
    }

    /** With what was there before, and with what has to be done from time to time. */
    private void goOn() throws ProviderException, InterruptedException {
        long begun = System.nanoTime();
        supervisor.recover(builder.recoveryTimeout);
        observers.metrics().tookSince(HubMetrics.Work.INIT_SPAWNERS, begun);
        recovered = true;
        stopServersOfBlocked();
        closing.add(services).start(hubOrigin.get(), builder.publicUrl);
        RouteActivity activity = new RouteActivity(routes, supervisor);
        closing.add(new Housekeeping(store, activity, builder.activityInterval));
        builder.culling.ifPresent(policy -> closing.add(new IdleCuller(
                policy,
                endings,
                supervisor,
                store,
                activity,
                new Kernels(store, texts, paths, builder.clock),
                observers.audit(),
                builder.clock)));
    }

    private void checkProxy() throws ProviderException {
        if (proxyCheck.isPresent()) {
            proxyCheck.get().now();
        } else {
            long begun = System.nanoTime();
            supervisor.checkRoutes();
            observers.metrics().tookSince(HubMetrics.Work.CHECK_ROUTES, begun);
        }
    }

    /** Whether it knows the servers of before, and people reach it; a hub before it answers its API already. */
    private boolean isReady() {
        return recovered && proxyCheck.map(ProxyCheck::hasSucceeded).orElse(true);
    }

    private void takeOver(HubConfiguration next, NamedPeople named) throws ProviderException {
        pipeline.keepListed();
        StandingPeople people = new StandingPeople(store, builder.clock);
        people.putInto(named.groups());
        roles.use(named.roles(), next.scopes());
        people.administratorsOf(roles);
        store.forgetRemembered();
        stopServersOfBlocked();
    }

    /**
     * Those who were blocked since these servers were started. Only they: a slip in the rules of who may come in must
     * not end the work of everybody.
     */
    private void stopServersOfBlocked() throws ProviderException {
        for (ServerRecord record : store.servers().active()) {
            String owner = record.server().user();
            if (store.users().find(owner).filter(pipeline::isBlockedNow).isPresent()) {
                LOG.warn("The server {} is stopped: {} is blocked", record.server(), owner);
                supervisor.stop(record.server(), StopMode.GRACEFUL);
            }
        }
    }
}
