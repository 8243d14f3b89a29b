package dev.hubwright.hub.cli;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.settings.HubConfiguration;

/** Runs a hub until it ends. */
@FunctionalInterface
interface HubRunner {

    /**
     * Returns the exit code, after the hub has ended.
     *
     * @throws ProviderException if the hub cannot start
     */
    int run(HubConfiguration configuration, LaunchOptions options) throws ProviderException;
}
