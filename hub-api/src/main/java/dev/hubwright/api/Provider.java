package dev.hubwright.api;

import java.util.Optional;

/** What authenticators and spawners have in common. Implementations are thread-safe. */
public interface Provider extends AutoCloseable {

    /**
     * Offers something beyond the core methods, such as {@code TokenSource} or {@code ServerHooks}.
     *
     * <p>A provider that implements an optional interface itself need not override this. It must give the same answer
     * every time.
     *
     * @param type one of the optional interfaces of {@code hub-api}
     */
    default <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * How the provider is, from what it knows already: it must answer at once and ask nobody; who can ask offers {@link
     * HealthCheck}.
     */
    default Health health() {
        return Health.up();
    }

    /**
     * Releases connections and threads. Called once, possibly while other calls are under way, which then fail with a
     * {@link ProviderException}. What was started for people goes on.
     */
    @Override
    default void close() {}
}
