package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.util.List;

/**
 * What settings files say.
 *
 * @param settings what could be read
 * @param problems statements that could not be carried over; a hub must not start with any
 * @param notes statements that are carried over otherwise than it may seem, or that change nothing
 */
public record Reading(RawSettings settings, List<Problem> problems, List<Problem> notes) {

    /** Copies the lists. */
    public Reading {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Settings about which nothing is to be said. */
    public static Reading of(RawSettings settings) {
        return new Reading(settings, List.of(), List.of());
    }

    /** The same, with one value over those of the files. */
    public Reading with(String section, String key, Object value, Origin origin) {
        return new Reading(settings.with(section, key, value, origin), problems, notes);
    }
}
