package dev.hubwright.hub.pages;

/**
 * Maintenance and the announcement, for administrators.
 *
 * @param action where the form is posted to
 * @param maintenance whether the hub is under maintenance
 * @param message why, as it stands now
 * @param announcement what stands on every page; empty for nothing
 * @param own whether any of it differs from the settings by the word of an administrator
 */
public record NoticesPage(
        Chrome chrome, String action, boolean maintenance, String message, String announcement, boolean own)
        implements Page {}
