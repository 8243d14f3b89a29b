package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reverse proxy: takes the connections of browsers and forwards each request by a {@link RouteTable}, which may
 * change at any time. Several can run in one process.
 *
 * <p>{@link #start} and {@link #close} block and are called from ordinary threads, one at a time.
 */
public final class ProxyServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;

    private final Builder settings;
    private final ProxyFigures figures = new ProxyFigures();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final OwnAddresses own = new OwnAddresses();
    private Vertx vertx;
    private volatile int port;
    private volatile int apiPort;
    private volatile Shared shared;
    private volatile CertificateReload certificates = new CertificateReload();

    private ProxyServer(Builder settings) {
        this.settings = settings;
    }

    /** Begins with 127.0.0.1, any port, no routes and plain error pages. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the port; requests are answered when this returns.
     *
     * @throws IOException if host and port cannot be taken; its message says which and what to do
     * @throws IllegalStateException if it runs already
     */
    public synchronized void start() throws IOException {
        if (vertx != null) {
            throw new IllegalStateException("This proxy runs already");
        }
        vertx = Vertx.vertx(vertxOptions());
        certificates = new CertificateReload();
        try {
            settings.listener.removeStaleSocket();
            port = listen(settings.listener, deployWorkers());
            settings.listener.tls().ifPresent(files -> certificates.add(files, () -> updateTls(files.server())));
            settings.targetTls.ifPresent(
                    files -> certificates.add(files, () -> updateTargetTls(files.client(settings.insecureTargets))));
            if (settings.api.isPresent()) {
                Builder.Api api = settings.api.get();
                api.listener().removeStaleSocket();
                RouteApi server =
                        new RouteApi(vertx, api.listener(), settings.routes, api.token(), own::include, figures);
                apiPort = listen(api.listener(), server.listen());
                api.listener()
                        .tls()
                        .ifPresent(files -> certificates.add(files, () -> server.updateTls(files.server())));
            }
            if (settings.redirect.isPresent()) {
                int target = settings.redirectTo.orElse(port);
                int from =
                        listen(settings.redirect.get(), new Redirect(vertx, settings.redirect.get(), target).listen());
                LOG.info("Added HTTP to HTTPS redirection from {} to {}", from, target);
            }
            if (settings.metrics.isPresent()) {
                Listener where = settings.metrics.get();
                where.removeStaleSocket();
                listen(where, new FiguresServer(vertx, where, this::figures).listen());
            }
            certificates.watch(vertx);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Reads keys, certificates and authorities of all sides again for connections that come from now on. Happens by
     * itself within seconds after a file has changed. Blocks.
     *
     * @throws IOException if some cannot be used; then those stay that were there, and the others are taken
     */
    public void reloadCertificates() throws IOException {
        try {
            await(certificates.all(), START_SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /**
     * The port that it listens on.
     *
     * @throws IllegalStateException before {@link #start} has returned
     */
    public int port() {
        if (port == 0) {
            throw new IllegalStateException("This proxy has not been started");
        }
        return port;
    }

    /**
     * The port that its REST API listens on.
     *
     * @throws IllegalStateException if it has none, or before {@link #start} has returned
     */
    public int apiPort() {
        if (apiPort == 0) {
            throw new IllegalStateException("This proxy has no API that was started");
        }
        return apiPort;
    }

    private Future<?> updateTls(ServerSSLOptions options) {
        return Future.join(
                workers.stream().map(worker -> worker.updateTls(options)).toList());
    }

    private Future<?> updateTargetTls(ClientSSLOptions options) {
        return Future.join(
                workers.stream().map(worker -> worker.updateTargetTls(options)).toList());
    }

    /**
     * What it has counted, as text for Prometheus.
     *
     * @throws IllegalStateException before {@link #start} has returned
     */
    public String figures() {
        if (port == 0) {
            throw new IllegalStateException("This proxy has not been started");
        }
        return figures.text(shared);
    }

    /** Where it listens, for people to read. */
    public String address() {
        return settings.listener.shown(port);
    }

    /** Where its API listens, for people to read; empty if it has none. */
    public String apiAddress() {
        return settings.api.map(api -> api.listener().shown(apiPort)).orElse("");
    }

    /** Accepts nothing more, gives requests in progress a moment to end, then closes every connection. */
    @Override
    public synchronized void close() {
        if (vertx == null) {
            return;
        }
        Vertx closing = vertx;
        vertx = null;
        port = 0;
        apiPort = 0;
        own.clear();
        try {
            await(closing.close(), settings.limits.drain().toSeconds() + STOP_SECONDS);
        } catch (IOException | ExecutionException e) {
            // Whatever is still open ends with its threads; there is nobody left to tell.
        }
    }

    private Future<HttpServer> deployWorkers() {
        workers.clear();
        shared = new Shared(settings, figures);
        int listen = settings.listener.port() == 0 ? sharedRandomPort() : settings.listener.port();
        // Vert.x shares ports among workers, but not sockets.
        int instances = settings.listener.socket().isPresent() ? 1 : settings.limits.eventLoops();
        return vertx.deployVerticle(
                        () -> {
                            Worker worker = new Worker(shared, settings.listener, listen);
                            workers.add(worker);
                            return worker;
                        },
                        new DeploymentOptions().setInstances(instances))
                .map(id -> workers.get(0).server());
    }

    // To Vert.x a negative port is one free port for all workers that name the same number.
    private static int sharedRandomPort() {
        return -1 - ThreadLocalRandom.current().nextInt(Short.MAX_VALUE);
    }

    private VertxOptions vertxOptions() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(settings.limits.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setAddressResolverOptions(TargetRequests.names())
                .setFileSystemOptions(noFiles());
    }

    // Vert.x would otherwise make a folder for copies of files that we do not have.
    static FileSystemOptions noFiles() {
        return new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    }

    private int listen(Listener listener, Future<HttpServer> listening) throws IOException {
        try {
            int number = await(listening, START_SECONDS).actualPort();
            own.add(listener, number);
            return number;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException named && listener.tls().isPresent()) {
                throw Listener.isOfTheNetwork(named) ? listener.cannotListen(named) : named;
            }
            throw listener.cannotListen(e.getCause());
        }
    }

    private static <T> T await(Future<T> future, long seconds) throws IOException, ExecutionException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("The proxy needed longer than " + seconds + " s; is the machine overloaded?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the proxy started or stopped");
        }
    }

    /** Collects what a proxy needs. Not thread-safe. */
    public static final class Builder {

        Listener listener = Listener.at("127.0.0.1", 0, "JupyterHub.bind_url");
        RouteTable routes = new RouteTable();
        ErrorPages errorPages = new PlainErrorPages();
        Optional<Target> errorTarget = Optional.empty();
        ProxyLimits limits = ProxyLimits.defaults();
        Forwarding forwarding = Forwarding.defaults();
        Optional<TlsFiles> targetTls = Optional.empty();
        boolean insecureTargets;
        OwnConnections toTargets = new OwnConnections();
        Set<String> hidden = Set.of();
        private Optional<Api> api = Optional.empty();
        private Optional<Listener> redirect = Optional.empty();
        private Optional<Integer> redirectTo = Optional.empty();
        private Optional<Listener> metrics = Optional.empty();

        private Builder() {}

        private record Api(Listener listener, Optional<Secret> token) {}

        /** The address to listen on; {@code 0.0.0.0} means all, IPv6 included where the machine has it. */
        public Builder host(String address) {
            listener = Listener.at(address, listener.port(), listener.setting());
            return this;
        }

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int number) {
            listener = Listener.at(listener.host(), number, listener.setting());
            return this;
        }

        /** Where to listen, in place of {@link #host} and {@link #port}. */
        public Builder listener(Listener value) {
            listener = requireNonNull(value, "value");
            return this;
        }

        /**
         * Lets another process change the routes by configurable-http-proxy's REST API, which there is none of by
         * default.
         *
         * @param where what it listens on
         * @param token what every request has to bring; without one, whoever reaches the address may do everything
         */
        public Builder api(Listener where, Optional<Secret> token) {
            api = Optional.of(new Api(requireNonNull(where, "where"), requireNonNull(token, "token")));
            return this;
        }

        /**
         * Answers requests without TLS with the address of the same page with it.
         *
         * @param where what it listens on
         * @param port the port to lead to; the proxy's own if there is none
         */
        public Builder redirect(Listener where, Optional<Integer> port) {
            redirect = Optional.of(where);
            redirectTo = requireNonNull(port, "port");
            return this;
        }

        /** Shows at {@code /metrics} what it counts, under configurable-http-proxy's names; nowhere by default. */
        public Builder metrics(Listener where) {
            metrics = Optional.of(where);
            return this;
        }

        /**
         * What targets with {@code https} are met with: authorities that their certificates have to be of, and a
         * certificate to show them.
         *
         * @param insecure whether to take any certificate, which protects from nobody
         */
        public Builder targetTls(TlsFiles files, boolean insecure) {
            targetTls = Optional.of(files);
            insecureTargets = insecure;
            return this;
        }

        /**
         * Fetches error pages from a server, which is asked for {@code /CODE?url=…} below this address; where it gives
         * none, {@link #errorPages} do.
         *
         * @throws ProviderException if the address is none that can be reached
         */
        public Builder errorTarget(URI address) throws ProviderException {
            errorTarget = Optional.of(Target.of(address));
            return this;
        }

        /** The table that requests are routed by; the caller keeps it and changes it. */
        public Builder routes(RouteTable table) {
            routes = requireNonNull(table, "routes");
            return this;
        }

        /** What to answer where no server does. */
        public Builder errorPages(ErrorPages pages) {
            errorPages = requireNonNull(pages, "errorPages");
            return this;
        }

        /** Where to note the connections that the proxy opens, so that a target in this process knows them. */
        public Builder toTargets(OwnConnections value) {
            toTargets = requireNonNull(value, "toTargets");
            return this;
        }

        /** What to change in requests and answers. */
        public Builder forwarding(Forwarding changes) {
            forwarding = requireNonNull(changes, "changes");
            return this;
        }

        /** Headers, in lower case, that no target gets but the hub, whose route has {@code hub: true} in its data. */
        public Builder hideFromServers(Set<String> names) {
            hidden = Set.copyOf(names);
            return this;
        }

        /** Sizes and times. */
        public Builder limits(ProxyLimits values) {
            limits = requireNonNull(values, "limits");
            return this;
        }

        /** A proxy that does nothing yet. Change this builder no more. */
        public ProxyServer build() {
            return new ProxyServer(this);
        }
    }
}
