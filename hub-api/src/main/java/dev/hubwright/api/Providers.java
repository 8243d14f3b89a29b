package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The providers of one kind, found on a class path or given one by one. Immutable.
 *
 * @param <F> the kind: {@code AuthenticatorFactory} or {@code SpawnerFactory}
 */
public final class Providers<F extends ProviderFactory<?>> {

    /**
     * The level of the SPI in this version of {@code hub-api}. A factory of a higher level was built for a newer
     * {@code hub-api} and is reported as broken.
     */
    public static final int SPI_LEVEL = 1;

    private static final int FAILURES_IN_A_ROW = 100;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private final Map<String, F> byName;
    private final List<F> all;
    private final List<String> broken;

    private Providers(List<F> factories, List<String> broken) {
        Map<String, F> names = new LinkedHashMap<>();
        for (F factory : factories) {
            claim(names, factory.id(), factory);
            factory.aliases().forEach(alias -> claim(names, alias, factory));
        }
        this.byName = names;
        this.all = List.copyOf(factories);
        this.broken = List.copyOf(broken);
    }

    /**
     * Uses {@link ServiceLoader}. A provider that cannot be loaded is reported by {@link #broken()} and does not hide
     * the others.
     *
     * @param loader where to look, never the calling thread's own by accident
     * @throws IllegalStateException if two providers claim the same name; the message tells where both come from
     */
    public static <F extends ProviderFactory<?>> Providers<F> discover(Class<F> kind, ClassLoader loader) {
        List<F> factories = new ArrayList<>();
        Set<String> broken = new LinkedHashSet<>();
        var iterator = ServiceLoader.load(kind, loader).iterator();
        int failuresInARow = 0;
        // A class path that cannot be listed at all fails the same way for ever.
        while (failuresInARow < FAILURES_IN_A_ROW) {
            try {
                if (!iterator.hasNext()) {
                    break;
                }
                F factory = iterator.next();
                failuresInARow = 0;
                defect(factory).ifPresentOrElse(broken::add, () -> factories.add(factory));
            } catch (ServiceConfigurationError | LinkageError e) {
                failuresInARow++;
                broken.add(describe(e));
            }
        }
        return new Providers<>(factories, List.copyOf(broken));
    }

    /** What keeps a factory from being used, as far as it can be seen without settings. */
    private static Optional<String> defect(ProviderFactory<?> factory) {
        String name = factory.getClass().getName() + " in " + source(factory);
        try {
            if (factory.spiLevel() > SPI_LEVEL) {
                return Optional.of(name + " needs level " + factory.spiLevel() + " of the SPI, and this hub-api has "
                        + SPI_LEVEL + "; use a newer hub-api");
            }
            requireNonNull(factory.schema(), "schema()");
            factory.aliases().forEach(alias -> requireNonNull(alias, "an alias"));
            return ID.matcher(requireNonNull(factory.id(), "id()")).matches()
                    ? Optional.empty()
                    : Optional.of(name + " has the id \"" + factory.id()
                            + "\"; an id is lower-case letters, digits, - and _");
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(name + " cannot be used: " + e);
        }
    }

    /**
     * Exactly these.
     *
     * @throws IllegalStateException if two of them claim the same name
     */
    @SafeVarargs
    public static <F extends ProviderFactory<?>> Providers<F> of(F... factories) {
        return new Providers<>(List.of(factories), List.of());
    }

    /** These, and those of {@code others} whose names are still free: what is given explicitly comes first. */
    public Providers<F> orElse(Providers<F> others) {
        List<F> merged = new ArrayList<>(all);
        others.all.stream()
                .filter(factory -> !byName.containsKey(factory.id()))
                .filter(factory -> factory.aliases().stream().noneMatch(byName::containsKey))
                .forEach(merged::add);
        List<String> allBroken = new ArrayList<>(broken);
        allBroken.addAll(others.broken);
        return new Providers<>(merged, allBroken);
    }

    /** The provider with this id or alias. */
    public Optional<F> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them, in the order of discovery. */
    public List<F> all() {
        return all;
    }

    /** The ids and aliases of all of them. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** What could not be loaded, one sentence each, for the operator. */
    public List<String> broken() {
        return broken;
    }

    private static <F extends ProviderFactory<?>> void claim(Map<String, F> names, String name, F factory) {
        F other = names.putIfAbsent(name, factory);
        if (other != null && other != factory) {
            throw new IllegalStateException("Two providers are named \"" + name + "\": "
                    + other.getClass().getName() + " in " + source(other) + " and "
                    + factory.getClass().getName() + " in " + source(factory) + "; remove one of them");
        }
    }

    private static String source(Object object) {
        CodeSource source = object.getClass().getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "an unknown place";
        }
        return URLDecoder.decode(source.getLocation().getPath().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String describe(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause == error ? error.toString() : error.getMessage() + " (" + cause + ")";
    }
}
