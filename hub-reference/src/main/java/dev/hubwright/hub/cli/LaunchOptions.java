package dev.hubwright.hub.cli;

import java.util.Map;
import java.util.Optional;

/**
 * How a hub was asked to run, beside its settings.
 *
 * @param environment the environment variables of the command
 * @param greeting what to print once the hub answers; may hold the demo's password
 */
record LaunchOptions(Map<String, String> environment, Optional<String> greeting) {

    LaunchOptions {
        environment = Map.copyOf(environment);
    }

    /** Nothing of either: both may hold secrets. */
    @Override
    public String toString() {
        return "LaunchOptions";
    }
}
