package dev.hubwright.api.spawn;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What the parts of one supervisor share. */
record SupervisorParts(
        Map<String, GuardedSpawner> spawners,
        ServerStore store,
        ServerCredentials credentials,
        SpawnPlanner planner,
        Readiness readiness,
        Routes routes,
        Map<String, ServerHooks> hooks,
        AuthStates authStates,
        ServerQuotas quotas,
        Audit audit,
        Clock clock,
        SupervisorOptions options,
        Executor threads,
        ScheduledExecutorService timers) {

    /** The spawner of that name, or one that can say nothing. */
    GuardedSpawner spawner(String name) {
        GuardedSpawner known = spawners.get(name);
        return known != null ? known : new GuardedSpawner(name, new MissingSpawner(name), options, threads);
    }

    String route(ServerRef server) {
        return ServerPaths.route(options.basePath(), server);
    }

    String prefix(ServerRef server) {
        return ServerPaths.prefix(options.basePath(), server);
    }

    Optional<ServerRecord> find(ServerRef server) throws ProviderException {
        try {
            return store.find(server);
        } catch (RuntimeException e) {
            throw Contained.inProviderException(e);
        }
    }

    /** The route is a function of the record, so any process can make it again. */
    void putRoute(ServerRecord record) throws ProviderException {
        ServerRef server = record.server();
        try {
            routes.put(
                    route(server),
                    record.uri().orElseThrow(),
                    Map.of("user", server.user(), "server_name", server.name(), "jupyterhub", true));
        } catch (RuntimeException e) {
            throw Contained.inProviderException(e);
        }
    }
}
