package dev.hubwright.hub.pages;

import java.util.List;

/**
 * Asks whether a service may act for the person.
 *
 * @param clientDescription what the service is called
 * @param scopes what it would be allowed, a sentence each
 * @param action where the form is posted to
 * @param hiddenFields what the form sends along besides {@code _xsrf}; names may repeat
 */
public record OAuthPage(
        Chrome chrome, String clientDescription, List<String> scopes, String action, List<HiddenField> hiddenFields)
        implements Page {

    /** Copies the lists. */
    public OAuthPage {
        scopes = List.copyOf(scopes);
        hiddenFields = List.copyOf(hiddenFields);
    }

    /** A field of the form that nobody sees. */
    public record HiddenField(String name, String value) {}
}
