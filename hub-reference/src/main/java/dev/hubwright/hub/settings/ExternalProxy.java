package dev.hubwright.hub.settings;

import dev.hubwright.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A proxy that runs apart from the hub.
 *
 * @param api the address of its REST API
 * @param token what that API wants to be told, if anything
 * @param checkInterval how often to see whether it has all routes
 */
public record ExternalProxy(URI api, Optional<Secret> token, Duration checkInterval) {}
