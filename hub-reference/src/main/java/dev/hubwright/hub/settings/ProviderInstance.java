package dev.hubwright.hub.settings;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Settings;
import dev.hubwright.hub.web.HubPaths;

/**
 * One authenticator or spawner that the settings ask for.
 *
 * @param name the name of the instance in the settings; {@code default} where there is one without a name
 * @param factory what makes it
 * @param settings its checked settings
 * @param <F> the kind of provider
 */
public record ProviderInstance<F extends ProviderFactory<?>>(String name, F factory, Settings settings) {

    /** The name of the one instance that settings leave without a name. */
    public static final String DEFAULT_NAME = HubPaths.UNNAMED;

    /** Takes the parts as they are. */
    public ProviderInstance {
        requireNonNull(name, "name");
        requireNonNull(factory, "factory");
        requireNonNull(settings, "settings");
    }
}
