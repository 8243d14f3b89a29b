package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.util.Map;

/**
 * Optional: an authenticator or spawner that has something to do around a server's life, such as a PAM session or a
 * ticket cache. JupyterHub's {@code pre_spawn_start} and {@code post_spawn_stop}.
 *
 * <p>Calls may block until the request's deadline, and are interrupted when the start or stop is.
 */
public interface ServerHooks {

    /**
     * Runs before a start.
     *
     * @return what to tell the server, and what to keep until it is gone
     * @throws ProviderException if the server cannot start; nothing that this call made may be left then
     */
    Prepared beforeStart(HookRequest request) throws ProviderException, InterruptedException;

    /**
     * Runs when a server does not run any more, however it came to that, and also after a start that failed. May come
     * twice for one start, from another process, and for a start that never came to {@link #beforeStart}.
     *
     * @param state what {@code beforeStart} wanted kept; empty if it did not run, or its answer was lost because the
     *     hub died at that moment
     * @throws ProviderException which is logged and changes nothing
     */
    void afterStop(HookRequest request, Opaque state) throws ProviderException, InterruptedException;

    /**
     * What is ready for a server.
     *
     * @param environment variables to add for the server, over those that it has
     * @param state what {@link #afterStop} needs; kept unencrypted, as states of servers are
     */
    record Prepared(Map<String, String> environment, Opaque state) {

        /** Copies the variables. */
        public Prepared {
            environment = Map.copyOf(environment);
        }

        /** Nothing to tell the server and nothing to keep. */
        public static Prepared nothing() {
            return new Prepared(Map.of(), Opaque.empty());
        }

        /** The names only. */
        @Override
        public String toString() {
            return "Prepared" + environment.keySet();
        }
    }
}
