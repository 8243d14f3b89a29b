package dev.hubwright.hub.cli;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.log.LogSetup;
import dev.hubwright.hub.proxy.FolderErrorPages;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RouteTable;
import dev.hubwright.hub.proxy.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "proxy",
        description = "Runs a proxy of its own, which a hub drives as it would configurable-http-proxy.",
        sortOptions = false,
        footer = {
            "",
            "CONFIGPROXY_AUTH_TOKEN in the environment is the secret that the API wants to be told.",
            "Example: hubwright proxy --port 8000 --api-port 8001 --default-target http://127.0.0.1:8081"
        })
final class ProxyCommand implements Callable<Integer> {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");
    private static final Set<String> FORMATS = Set.of("text", "json");
    private static final int HTTP_PORT = 80;

    private final Surroundings surroundings;

    @Option(names = "--ip", paramLabel = "IP", description = "The address for browsers; all addresses by default.")
    private String ip = "";

    @Option(names = "--port", paramLabel = "N", description = "The port for browsers; 8000 by default.")
    private int port = 8000;

    @Option(names = "--socket", paramLabel = "FILE", description = "A UNIX socket instead of --ip and --port.")
    private Path socket;

    @Option(names = "--api-ip", paramLabel = "IP", description = "The address of the API; localhost by default.")
    private String apiIp = "localhost";

    @Option(names = "--api-port", paramLabel = "N", description = "The port of the API; by default one above --port.")
    private Integer apiPort;

    @Option(names = "--api-socket", paramLabel = "FILE", description = "A UNIX socket for the API.")
    private Path apiSocket;

    @Mixin
    private ProxyTls tls;

    @Option(names = "--redirect-port", paramLabel = "N", description = "Leads from http at this port to https.")
    private Integer redirectPort;

    @Option(names = "--redirect-to", paramLabel = "N", description = "The port of https; --port by default.")
    private Integer redirectTo;

    @Option(names = "--default-target", paramLabel = "URL", description = "Where requests go that no route is for.")
    private URI defaultTarget;

    @Option(names = "--error-target", paramLabel = "URL", description = "A server that makes error pages.")
    private URI errorTarget;

    @Option(names = "--error-path", paramLabel = "DIR", description = "A folder with 404.html, 503.html, error.html.")
    private Path errorPath;

    @Mixin
    private ProxyForwarding forwarding;

    @Mixin
    private ProxyBounds bounds;

    @Option(names = "--metrics-ip", paramLabel = "IP", description = "The address of metrics; all by default.")
    private String metricsIp = "";

    @Option(names = "--metrics-port", paramLabel = "N", description = "Shows metrics for Prometheus at this port.")
    private Integer metricsPort;

    @Option(names = "--metrics-socket", paramLabel = "FILE", description = "Shows metrics at a UNIX socket.")
    private Path metricsSocket;

    @Option(names = "--pid-file", paramLabel = "FILE", description = "Where to write the number of this process.")
    private Path pidFile;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "debug, info, warn or error.")
    private String logLevel = "info";

    @Option(
            names = "--log-format",
            paramLabel = "FORM",
            description = "text, or json for an object in each line; text by default.")
    private String logFormat = "text";

    @Option(names = "--storage-backend", paramLabel = "NAME", description = "Always memory.")
    private String storageBackend = "memory";

    @Option(names = "--ssl-allow-rc4", hidden = true)
    private boolean rc4;

    @Option(
            names = {"--statsd-host", "--statsd-port", "--statsd-prefix"},
            hidden = true)
    private List<String> statsd = List.of();

    @Option(names = "--ssl-dhparam", hidden = true)
    private Path dhParameters;

    @Option(
            names = "--allow-no-auth",
            description = "Lets the API listen on other addresses than this machine's own without a secret.")
    private boolean allowNoAuth;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    ProxyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ProviderException, IOException {
        refuseWhatCannotBe();
        if (dhParameters != null) {
            surroundings.err().println("warning: --ssl-dhparam has no effect: groups of Java's own are used");
        }
        LogSetup.apply(logLevel.toUpperCase(Locale.ROOT), logFormat.toLowerCase(Locale.ROOT));
        return new ProxyProcess(proxy().build(), Optional.ofNullable(pidFile), Optional.ofNullable(defaultTarget))
                .run();
    }

    private void refuseWhatCannotBe() {
        check(!rc4, "--ssl-allow-rc4: RC4 is broken, and no browser speaks it any more; leave it out");
        check(
                statsd.isEmpty(),
                "--statsd-host: figures are for Prometheus, which asks at --metrics-port; leave it out");
        check(storageBackend.equals("memory"), "--storage-backend: routes are kept in memory; hubs give them again");
        check(
                LEVELS.contains(logLevel.toLowerCase(Locale.ROOT)),
                "--log-level " + logLevel + " is none; take debug, info, warn or error");
        check(
                FORMATS.contains(logFormat.toLowerCase(Locale.ROOT)),
                "--log-format " + logFormat + " is none; take text or json");
        check(errorTarget == null || errorPath == null, "--error-target and --error-path exclude each other");
        check(
                redirectPort == null || tls.publicSide(Map.of()).isPresent(),
                "--redirect-port leads to https, which needs --ssl-key and --ssl-cert");
        boolean open = apiSocket == null && !LOOPBACK.contains(apiIp);
        check(
                !open || allowNoAuth || token().isPresent(),
                "--api-ip " + apiIp
                        + " lets others change the routes; set CONFIGPROXY_AUTH_TOKEN to what \"hubwright token\" prints");
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private Optional<Secret> token() {
        return Optional.ofNullable(surroundings.environment().get("CONFIGPROXY_AUTH_TOKEN"))
                .filter(text -> !text.isEmpty())
                .map(Secret::of);
    }

    private ProxyServer.Builder proxy() throws ProviderException, IOException {
        Map<String, String> environment = surroundings.environment();
        ProxyServer.Builder proxy = ProxyServer.builder()
                .listener(listener(socket, ip, port, "--socket", "--port", tls.publicSide(environment)))
                .api(
                        listener(
                                apiSocket,
                                apiIp,
                                apiPort == null ? port + 1 : apiPort,
                                "--api-socket",
                                "--api-port",
                                tls.api(environment)),
                        token())
                .targetTls(tls.targets(environment), tls.insecure())
                .forwarding(forwarding.build())
                .limits(bounds.build())
                .routes(routes());
        if (redirectPort != null && port != HTTP_PORT) {
            proxy.redirect(
                    listener(null, ip, redirectPort, "", "--redirect-port", Optional.empty()),
                    Optional.ofNullable(redirectTo));
        }
        if (metricsPort != null || metricsSocket != null) {
            int number = metricsPort == null ? 0 : metricsPort;
            proxy.metrics(
                    listener(metricsSocket, metricsIp, number, "--metrics-socket", "--metrics-port", Optional.empty()));
        }
        if (errorTarget != null) {
            proxy.errorTarget(errorTarget);
        }
        if (errorPath != null) {
            check(Files.isDirectory(errorPath), "--error-path = \"" + errorPath + "\" is no folder");
            proxy.errorPages(new FolderErrorPages(errorPath));
        }
        return proxy;
    }

    private RouteTable routes() throws ProviderException {
        RouteTable routes = new RouteTable();
        if (defaultTarget != null) {
            routes.put("/", defaultTarget, Map.of());
        }
        return routes;
    }

    private static Listener listener(
            Path socket, String ip, int port, String socketName, String portName, Optional<TlsFiles> tls) {
        Listener plain = socket != null
                ? Listener.atSocket(socket, socketName)
                : Listener.at(ip.isEmpty() || ip.equals("*") ? "0.0.0.0" : ip, port, portName);
        return tls.map(plain::with).orElse(plain);
    }
}
