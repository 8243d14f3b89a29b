package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;

/**
 * A setting as it counts in the end.
 *
 * @param path section and key, such as {@code Spawner.cmd}
 * @param value a text, number, boolean, list or map, or null for none; {@code ***} for what is secret
 * @param origin where it was written; empty for a default
 * @param secret whether the true value is not shown
 */
public record EffectiveSetting(String path, Object value, Origin origin, boolean secret) {

    /** Whether nobody wrote it. */
    public boolean isDefault() {
        return origin.description().isEmpty();
    }
}
