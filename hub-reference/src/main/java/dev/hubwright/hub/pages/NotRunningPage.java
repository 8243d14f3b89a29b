package dev.hubwright.hub.pages;

import java.util.Optional;

/**
 * Stands where a server would be that is stopped or could not be started.
 *
 * @param serverName empty for the default server
 * @param failure why the last start failed, for the person; empty if the server was stopped
 * @param startHref where a click leads that starts it
 * @param logExcerpt the last lines that the server wrote
 */
public record NotRunningPage(
        Chrome chrome, String serverName, Optional<String> failure, String startHref, Optional<String> logExcerpt)
        implements Page {}
