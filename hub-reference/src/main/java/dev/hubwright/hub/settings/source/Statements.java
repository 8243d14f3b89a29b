package dev.hubwright.hub.settings.source;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;

/**
 * Takes what a settings file says, statement by statement.
 *
 * <p>Values are texts, numbers, booleans, lists and maps with texts as keys. Texts are templates: they may hold the
 * references that {@link References} replaces, and a literal {@code $} is written {@code $$}.
 */
public interface Statements {

    /** A value that replaces an earlier one; {@code null} takes the earlier one back. */
    void set(String section, String key, Object value, Origin origin);

    /** A value that is added to what is there, or to the default. */
    void extend(String section, String key, Extension extension, Origin origin);

    /** A statement that cannot be carried out. */
    void problem(Problem problem);

    /** A statement that is carried out otherwise than it may seem, or that changes nothing. */
    void note(Problem note);
}
