package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Secret;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The reverse proxy: takes the connections of browsers and forwards each request by a {@link RouteTable}, which may
 * change at any time. Several can run in one process.
 *
 * <p>{@link #start} and {@link #close} block and are called from ordinary threads, one at a time.
 */
public final class ProxyServer implements AutoCloseable {

    private static final Set<String> LOCAL_NAMES = Set.of("127.0.0.1", "localhost", "::1", "0.0.0.0", "::");
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;

    private final Builder settings;
    private Vertx vertx;
    private volatile int port;
    private volatile int apiPort;

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
        try {
            port = listen(deployWorkers(), settings.host, settings.port, settings.portSetting);
            if (settings.api.isPresent()) {
                Builder.Api api = settings.api.get();
                RouteApi server = new RouteApi(vertx, settings.routes, api.token(), this::isThisProxy);
                apiPort = listen(server.listen(api.port(), api.host()), api.host(), api.port(), "--api-port");
            }
        } catch (IOException e) {
            close();
            throw e;
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
        try {
            await(closing.close(), settings.limits.drain().toSeconds() + STOP_SECONDS);
        } catch (IOException | ExecutionException e) {
            // Whatever is still open ends with its threads; there is nobody left to tell.
        }
    }

    private Future<Integer> deployWorkers() {
        List<Worker> workers = new CopyOnWriteArrayList<>();
        Shared shared = new Shared(
                settings.routes, settings.errorPages, settings.limits, settings.forwarding, settings.toTargets);
        int listen = settings.port == 0 ? sharedRandomPort() : settings.port;
        DeploymentOptions options = new DeploymentOptions().setInstances(settings.limits.eventLoops());
        return vertx.deployVerticle(
                        () -> {
                            Worker worker = new Worker(shared, settings.host, listen);
                            workers.add(worker);
                            return worker;
                        },
                        options)
                .map(id -> workers.get(0).port());
    }

    // To Vert.x a negative port is one free port for all workers that name the same number.
    private static int sharedRandomPort() {
        return -1 - ThreadLocalRandom.current().nextInt(Short.MAX_VALUE);
    }

    private VertxOptions vertxOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(settings.limits.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    private boolean isThisProxy(Target target) {
        boolean here = LOCAL_NAMES.contains(target.host()) || target.host().equals(settings.host);
        return here && (target.port() == port || target.port() == apiPort);
    }

    private static int listen(Future<Integer> listening, String host, int port, String setting) throws IOException {
        try {
            return await(listening, START_SECONDS);
        } catch (ExecutionException e) {
            throw cannotListen(host, port, setting, e.getCause());
        }
    }

    private static IOException cannotListen(String host, int port, String setting, Throwable cause) {
        String where = setting + ": port " + port + " on " + host;
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new IOException(where + " is taken; stop what listens there or choose another port", cause);
        }
        return new IOException(where + " cannot be opened (" + cause.getMessage() + "); check host and port", cause);
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

        private static final int LAST_PORT = 65_535;

        private String host = "127.0.0.1";
        private int port;
        private RouteTable routes = new RouteTable();
        private ErrorPages errorPages = new PlainErrorPages();
        private ProxyLimits limits = ProxyLimits.defaults();
        private Forwarding forwarding = Forwarding.defaults();
        private Optional<Api> api = Optional.empty();
        private String portSetting = "JupyterHub.bind_url";
        private OwnConnections toTargets = new OwnConnections();

        private Builder() {}

        private record Api(String host, int port, Optional<Secret> token) {}

        /** The address to listen on; {@code 0.0.0.0} means all, IPv6 included where the machine has it. */
        public Builder host(String address) {
            host = requireNonNull(address, "host");
            return this;
        }

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int number) {
            port = checked(number, "port");
            return this;
        }

        /** What to name in the message where the port cannot be had; {@code JupyterHub.bind_url} by default. */
        public Builder portSetting(String name) {
            portSetting = requireNonNull(name, "name");
            return this;
        }

        /**
         * Lets another process change the routes by configurable-http-proxy's REST API, which there is none of by
         * default.
         *
         * @param address what it listens on
         * @param number its port; 0 for a free one
         * @param token what every request has to bring; without one, whoever reaches the address may do everything
         */
        public Builder api(String address, int number, Optional<Secret> token) {
            api = Optional.of(new Api(
                    requireNonNull(address, "address"), checked(number, "api port"), requireNonNull(token, "token")));
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

        /** Sizes and times. */
        public Builder limits(ProxyLimits values) {
            limits = requireNonNull(values, "limits");
            return this;
        }

        private static int checked(int number, String name) {
            if (number < 0 || number > LAST_PORT) {
                throw new IllegalArgumentException(name + " = " + number + " has to be from 0 to " + LAST_PORT);
            }
            return number;
        }

        /** A proxy that does nothing yet. Change this builder no more. */
        public ProxyServer build() {
            return new ProxyServer(this);
        }
    }
}
