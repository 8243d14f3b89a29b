package dev.hubwright.hub.servers;

import dev.hubwright.hub.culling.Endings;
import java.time.Duration;

/**
 * What an operator decides about servers.
 *
 * @param slowStart how long a request waits for a start
 * @param slowStop how long a request waits for a stop
 * @param namedServers whether people may have further servers beside the default one
 * @param namedServerLimit how many for each person; 0 for any number
 * @param defaultServerName which of them is meant where none is named; empty for the default server
 * @param endings when they end by themselves
 */
public record ServerPolicy(
        Duration slowStart,
        Duration slowStop,
        boolean namedServers,
        int namedServerLimit,
        String defaultServerName,
        Endings endings) {}
