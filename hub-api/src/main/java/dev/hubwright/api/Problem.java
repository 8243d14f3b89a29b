package dev.hubwright.api;

/**
 * One thing that is wrong with the settings.
 *
 * @param path the setting, such as {@code LDAPAuthenticator.server_port}
 * @param message what is wrong and what to do; never with a secret in it
 * @param origin where it was written
 */
public record Problem(String path, String message, Origin origin) {

    /** A problem whose place in a file is not known. */
    public static Problem of(String path, String message) {
        return new Problem(path, message, Origin.CODE);
    }

    /** One line: place, path, message. */
    @Override
    public String toString() {
        String place = origin.description().isEmpty() ? "" : origin.description() + ": ";
        return Shown.onOneLine(place + path + " " + message);
    }
}
