package dev.hubwright.auth.ldap;

import dev.hubwright.api.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Which server to try first, from what earlier connections came to. Thread-safe. */
final class ServerOrder {

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration OUTDATED = Duration.ofMinutes(5);

    private final String strategy;
    private final ProviderContext context;
    private final Map<ServerAddress, Instant> failedAt = new ConcurrentHashMap<>();
    private final Map<ServerAddress, Speed> speeds = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    ServerOrder(String strategy, ProviderContext context) {
        this.strategy = strategy;
        this.context = context;
    }

    void connected(ServerAddress server, Duration took) {
        failedAt.remove(server);
        speeds.put(server, new Speed(took, context.clock().instant()));
    }

    void failed(ServerAddress server) {
        failedAt.put(server, context.clock().instant());
    }

    /** Servers that do not work, for the operator. */
    List<String> resting() {
        return failedAt.keySet().stream().map(ServerAddress::toString).sorted().toList();
    }

    List<ServerAddress> of(List<ServerAddress> known) {
        List<ServerAddress> servers = new ArrayList<>(known);
        switch (strategy) {
            case "random" -> Collections.shuffle(servers, context.random());
            case "round_robin" ->
                Collections.rotate(servers, -Math.floorMod(turn.getAndIncrement(), Math.max(1, servers.size())));
            case "fastest" -> servers.sort(Comparator.comparing(this::speed));
            default -> {}
        }
        // Those that rest come last: if all do, somebody has to be asked.
        servers.sort(Comparator.comparing(this::rests));
        return servers;
    }

    /** Zero where it is not known, or not any more, so that it becomes known. */
    private Duration speed(ServerAddress server) {
        Speed speed = speeds.get(server);
        return speed == null || context.clock().instant().isAfter(speed.at().plus(OUTDATED))
                ? Duration.ZERO
                : speed.took();
    }

    private boolean rests(ServerAddress server) {
        Instant failed = failedAt.get(server);
        return failed != null && context.clock().instant().isBefore(failed.plus(REST));
    }

    private record Speed(Duration took, Instant at) {}
}
