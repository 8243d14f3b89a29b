package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.source.References;

/**
 * A text, with references in the places where the environment comes in; a literal {@code $} is {@code $$}.
 *
 * @param template the text as settings write it
 */
record Template(String template) {

    static Template of(String letters) {
        return new Template(References.escape(letters));
    }

    Template plus(Template other) {
        return new Template(template + other.template);
    }

    /** It may be secret. */
    @Override
    public String toString() {
        return "Template";
    }
}
