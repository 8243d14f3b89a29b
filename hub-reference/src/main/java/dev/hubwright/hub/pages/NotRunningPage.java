package dev.hubwright.hub.pages;

import java.util.Optional;

/**
 * Stands where a server is that is not running.
 *
 * @param owner whose server it is, if it is somebody else's
 * @param serverName empty for the default server
 * @param failure why it could not be started or has ended, if it did not end because somebody wanted that
 * @param startHref where to start it; absent, as the failure and the log are, for those who may only use it
 * @param logExcerpt the last lines of its log
 */
public record NotRunningPage(
        Chrome chrome,
        Optional<String> owner,
        String serverName,
        Optional<String> failure,
        Optional<String> startHref,
        Optional<String> logExcerpt)
        implements Page {}
