package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Kills a hub after so many steps: from then on nothing that it does reaches the outside any more. Or, as a hiccup, lets
 * a single call fail before it has done anything.
 */
final class Lifeline implements Runnable {

    private final AtomicInteger left;
    private final boolean once;
    private volatile boolean dead;

    Lifeline(int steps) {
        this(steps, false);
    }

    private Lifeline(int steps, boolean once) {
        this.left = new AtomicInteger(steps);
        this.once = once;
    }

    static Lifeline hiccup(int calls) {
        return new Lifeline(calls, true);
    }

    void diesAfter(int steps) {
        left.set(steps);
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public void run() {
        boolean now = left.getAndDecrement() == 0;
        if (now || dead && !once) {
            dead = true;
            throw new Dead();
        }
    }

    ServerStore of(ServerStore store) {
        return new ServerStore() {
            @Override
            public Optional<ServerRecord> find(ServerRef server) throws ProviderException {
                return around(() -> store.find(server));
            }

            @Override
            public List<ServerRecord> ofUser(String user) throws ProviderException {
                return around(() -> store.ofUser(user));
            }

            @Override
            public List<ServerRecord> active() throws ProviderException {
                return around(store::active);
            }

            @Override
            public ServerRecord update(ServerRef server, UnaryOperator<ServerRecord> change) throws ProviderException {
                return around(() -> store.update(server, change));
            }

            @Override
            public void remove(ServerRef server) throws ProviderException {
                around(() -> {
                    store.remove(server);
                    return true;
                });
            }
        };
    }

    ServerCredentials of(ServerCredentials credentials) {
        return new ServerCredentials() {
            @Override
            public Issued issue(ServerRef server, String spawnId) throws ProviderException {
                return around(() -> credentials.issue(server, spawnId));
            }

            @Override
            public void revoke(ServerRef server, String tokenId) throws ProviderException {
                around(() -> {
                    credentials.revoke(server, tokenId);
                    return true;
                });
            }
        };
    }

    Routes of(Routes routes) {
        return new Routes() {
            @Override
            public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
                around(() -> {
                    routes.put(path, target, data);
                    return true;
                });
            }

            @Override
            public void remove(String path) throws ProviderException {
                around(() -> {
                    routes.remove(path);
                    return true;
                });
            }

            @Override
            public Map<String, Route> all() throws ProviderException {
                return around(routes::all);
            }
        };
    }

    private <T> T around(Callable<T> call) throws ProviderException {
        run();
        T result;
        try {
            result = call.call();
        } catch (ProviderException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        if (!once) {
            run();
        }
        return result;
    }

    /** What a dead process would do: nothing. */
    static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
