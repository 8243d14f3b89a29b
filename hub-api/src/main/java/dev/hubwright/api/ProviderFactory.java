package dev.hubwright.api;

import java.util.List;
import java.util.Set;

/**
 * Makes one kind of provider from settings. Register it for {@link java.util.ServiceLoader} under its kind,
 * {@code AuthenticatorFactory} or {@code SpawnerFactory}.
 *
 * <p>A factory has a public constructor without parameters, no state, and does no I/O.
 *
 * @param <P> what it makes
 */
public interface ProviderFactory<P extends Provider> {

    /** The short name that settings use: lower case, such as {@code ldap}. Unique among factories of its kind. */
    String id();

    /** Names that settings written for JupyterHub use for the same thing: entry points and Python class names. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** The settings it understands. */
    Schema schema();

    /**
     * Looks at settings that are well-formed one by one for what is wrong between them. Must not do I/O.
     *
     * @return what is wrong; empty if nothing is
     */
    default List<Problem> validate(Settings settings) {
        return List.of();
    }

    /**
     * Looks for what the operator should know though it is not wrong: a password that goes over a plain connection, a
     * choice that hides another. Must not do I/O. Called for settings that {@link #validate} finds nothing wrong with.
     *
     * @return what to tell at start-up and by {@code check}; see {@link Settings#problem}
     */
    default List<Problem> warnings(Settings settings) {
        return List.of();
    }

    /**
     * Makes the provider. Must not do I/O: a directory that is down now must not keep the hub from starting.
     *
     * @throws InvalidSettings if {@link #validate} would have found something
     */
    P create(Settings settings, ProviderContext context);

    /**
     * The level of this SPI that the factory was compiled for: {@code return Providers.SPI_LEVEL;}, a constant that the
     * compiler copies into the provider's own class file.
     */
    int spiLevel();
}
