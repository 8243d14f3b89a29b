package dev.hubwright.hub.admin;

import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.web.HttpError;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Names of users that somebody typed, one a line. */
final class TypedNames {

    private TypedNames() {}

    /** The names of people whom the hub is to know, as {@link #of(String, UnaryOperator)}. */
    static Set<String> ofKnown(String typed) {
        return of(typed, LoginPipeline::spelled);
    }

    /**
     * The names as the hub has them.
     *
     * @param spelling makes of each what it is in the hub, and throws IllegalArgumentException where it can be no user's
     * @throws HttpError 400 if one of them can be no user's, or there is none
     */
    static Set<String> of(String typed, UnaryOperator<String> spelling) {
        Set<String> names = new LinkedHashSet<>();
        for (String line : typed.split("[\\r\\n,]+")) {
            if (!line.isBlank()) {
                names.add(spelled(line, spelling));
            }
        }
        if (names.isEmpty()) {
            throw new HttpError(400, "Write the name of somebody");
        }
        return names;
    }

    private static String spelled(String line, UnaryOperator<String> spelling) {
        try {
            return spelling.apply(line);
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "\"" + line.strip() + "\" " + e.getMessage());
        }
    }
}
