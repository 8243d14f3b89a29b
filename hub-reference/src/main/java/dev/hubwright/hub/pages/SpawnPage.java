package dev.hubwright.hub.pages;

import java.util.Optional;

/**
 * Where a server is started by hand.
 *
 * @param startAction where the form is posted to
 * @param serverName empty for the default server
 * @param error why the last start came to nothing
 */
public record SpawnPage(Chrome chrome, String startAction, String serverName, Optional<String> error) implements Page {}
