package dev.hubwright.hub.pages;

/**
 * Shows a start while it goes on, and leads to the server when it is ready. A browser without scripts loads the page
 * again every few seconds, so its address must lead on by itself as soon as the server is ready or has failed.
 *
 * @param serverName empty for the default server
 * @param news what was reported last
 * @param progressUrl the stream of events, with {@code _xsrf} in its query; kept out of {@link #toString()}
 * @param readyHref where to go when the server is ready
 * @param cancelAction where a form is posted to that cancels the start
 * @param startHref where to start it again when it has failed
 */
public record PendingPage(
        Chrome chrome,
        String serverName,
        String news,
        String progressUrl,
        String readyHref,
        String cancelAction,
        String startHref)
        implements Page {

    @Override
    public String toString() {
        return "PendingPage[" + chrome + ", " + serverName + ", " + readyHref + "]";
    }
}
