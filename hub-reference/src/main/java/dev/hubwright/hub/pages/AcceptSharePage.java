package dev.hubwright.hub.pages;

import java.util.List;

/**
 * Asks whether somebody wants the share that they have a code for.
 *
 * @param owner whose server it is
 * @param serverName empty for the default server
 * @param scopes what they could do there, a sentence each
 * @param action where the form is posted to
 */
public record AcceptSharePage(Chrome chrome, String owner, String serverName, List<String> scopes, String action)
        implements Page {

    /** Copies the list. */
    public AcceptSharePage {
        scopes = List.copyOf(scopes);
    }
}
