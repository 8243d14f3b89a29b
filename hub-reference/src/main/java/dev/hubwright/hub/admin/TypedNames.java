package dev.hubwright.hub.admin;

import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.web.HttpError;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names of users that somebody typed, one a line. */
final class TypedNames {

    private TypedNames() {}

    /**
     * The names as the hub spells them.
     *
     * @throws HttpError 400 if one of them can be no user's, or there is none
     */
    static Set<String> of(String typed) {
        Set<String> names = new LinkedHashSet<>();
        for (String line : typed.split("[\\r\\n,]+")) {
            if (!line.isBlank()) {
                names.add(spelled(line));
            }
        }
        if (names.isEmpty()) {
            throw new HttpError(400, "Write the name of somebody");
        }
        return names;
    }

    private static String spelled(String line) {
        try {
            return LoginPipeline.spelled(line);
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "\"" + line.strip() + "\" " + e.getMessage());
        }
    }
}
