package dev.hubwright.hub.cli;

import dev.hubwright.hub.settings.HubConfiguration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a hub was asked to run, beside its settings.
 *
 * @param environment the environment variables of the command
 * @param greeting what to print once the hub answers; may hold the demo's password
 * @param settings reads the settings again, when the hub is told to
 */
record LaunchOptions(
        Map<String, String> environment, Optional<String> greeting, Optional<Supplier<HubConfiguration>> settings) {

    LaunchOptions {
        environment = Map.copyOf(environment);
    }

    /** Without settings that could change. */
    LaunchOptions(Map<String, String> environment, Optional<String> greeting) {
        this(environment, greeting, Optional.empty());
    }

    /** Nothing of either: both may hold secrets. */
    @Override
    public String toString() {
        return "LaunchOptions";
    }
}
