package dev.hubwright.hub.cli;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.ProxyLimits;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RouteTable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
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

    private final Surroundings surroundings;

    @Option(names = "--ip", paramLabel = "IP", description = "The address for browsers; all addresses by default.")
    private String ip = "";

    @Option(names = "--port", paramLabel = "N", description = "The port for browsers; 8000 by default.")
    private int port = 8000;

    @Option(names = "--api-ip", paramLabel = "IP", description = "The address of the API; localhost by default.")
    private String apiIp = "localhost";

    @Option(names = "--api-port", paramLabel = "N", description = "The port of the API; by default one above --port.")
    private Integer apiPort;

    @Option(names = "--default-target", paramLabel = "URL", description = "Where requests go that no route is for.")
    private URI defaultTarget;

    @Option(
            names = "--keep-alive-timeout",
            paramLabel = "MS",
            description = "How long idle connections of browsers are kept; 75000 milliseconds by default.")
    private long keepAliveMillis = 75_000;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "debug, info, warn or error.")
    private String logLevel = "info";

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
        Optional<Secret> token = Optional.ofNullable(surroundings.environment().get("CONFIGPROXY_AUTH_TOKEN"))
                .filter(text -> !text.isEmpty())
                .map(Secret::of);
        if (token.isEmpty() && !LOOPBACK.contains(apiIp) && !allowNoAuth) {
            surroundings
                    .err()
                    .println(
                            "error: --api-ip " + apiIp
                                    + " lets others change the routes; set CONFIGPROXY_AUTH_TOKEN to what \"hubwright token\" prints");
            return 1;
        }
        if (System.getProperty("hubwright.log.level") == null) {
            System.setProperty("hubwright.log.level", logLevel.toUpperCase(Locale.ROOT));
        }
        RouteTable routes = new RouteTable();
        if (defaultTarget != null) {
            routes.put("/", defaultTarget, Map.of());
        }
        return run(ProxyServer.builder()
                .listener(Listener.at(ip.isEmpty() || ip.equals("*") ? "0.0.0.0" : ip, port, "--port"))
                .api(Listener.at(apiIp, apiPort == null ? port + 1 : apiPort, "--api-port"), token)
                .limits(ProxyLimits.builder()
                        .keepAlive(Duration.ofMillis(keepAliveMillis))
                        .build())
                .routes(routes)
                .build());
    }

    private static int run(ProxyServer proxy) throws IOException {
        Logger log = LoggerFactory.getLogger(ProxyCommand.class);
        CountDownLatch ended = new CountDownLatch(1);
        try (proxy) {
            proxy.start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                proxy.close();
                                ended.countDown();
                            },
                            "shutdown"));
            log.info("Proxying on port {}, API on port {}", proxy.port(), proxy.apiPort());
            ended.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
