package dev.hubwright.hub.cli;

import dev.hubwright.hub.proxy.ProxyLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a proxy waits and how much it takes. */
final class ProxyBounds {

    @Option(
            names = "--keep-alive-timeout",
            paramLabel = "MS",
            description = "How long idle connections of browsers are kept; 75000 milliseconds by default.")
    private long keepAliveMillis = 75_000;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "How long a browser may stand still; 300000 milliseconds by default.")
    private long timeoutMillis = 300_000;

    @Option(
            names = "--proxy-timeout",
            paramLabel = "MS",
            description = "How long a server may stand still; without end by default.")
    private Long targetTimeoutMillis;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "How many connections browsers may have open; 10000 by default.")
    private Integer connections;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            description = "The same for one address; without end by default. --trusted-proxies are not counted.")
    private Integer connectionsPerAddress;

    @Option(
            names = "--connections-per-target",
            paramLabel = "N",
            description = "How many requests one target gets at a time, and web sockets besides; 1000 by default.")
    private Integer connectionsPerTarget;

    @Option(
            names = "--body-rate",
            paramLabel = "BYTES",
            description = "How much of a body a browser has to send in a second for --timeout not to run out;"
                    + " 240 by default.")
    private Integer bodyRate;

    @Option(
            names = "--drain",
            paramLabel = "MS",
            description = "How long requests in progress may go on after SIGTERM; 10000 milliseconds by default.")
    private long drainMillis = 10_000;

    ProxyLimits build() {
        check("--keep-alive-timeout", keepAliveMillis);
        check("--timeout", timeoutMillis);
        check("--proxy-timeout", targetTimeoutMillis);
        check("--connections", connections);
        check("--connections-per-address", connectionsPerAddress);
        check("--connections-per-target", connectionsPerTarget);
        check("--body-rate", bodyRate);
        check("--drain", drainMillis);
        ProxyLimits.Builder limits = ProxyLimits.builder()
                .keepAlive(Duration.ofMillis(keepAliveMillis))
                .stallTimeout(Duration.ofMillis(timeoutMillis))
                .drain(Duration.ofMillis(drainMillis));
        if (targetTimeoutMillis != null) {
            limits.targetTimeout(Duration.ofMillis(targetTimeoutMillis));
        }
        if (connections != null) {
            limits.connections(connections);
        }
        if (connectionsPerAddress != null) {
            limits.connectionsPerAddress(connectionsPerAddress);
        }
        if (connectionsPerTarget != null) {
            limits.requestsPerTarget(connectionsPerTarget).tunnelsPerTarget(connectionsPerTarget);
        }
        if (bodyRate != null) {
            limits.bodyRate(bodyRate);
        }
        return limits.build();
    }

    private static void check(String option, Number value) {
        if (value != null && value.longValue() < 1) {
            throw new IllegalArgumentException(option + " = " + value + " has to be at least 1");
        }
    }
}
