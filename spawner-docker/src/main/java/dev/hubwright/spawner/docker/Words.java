package dev.hubwright.spawner.docker;

import dev.hubwright.api.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Guesses which word was meant. */
final class Words {

    private Words() {}

    /** To follow a message; of two spellings the one in the writer's own style. */
    static String near(Object key, Collection<String> known) {
        String written = String.valueOf(key);
        boolean lower = written.equals(written.toLowerCase(Locale.ROOT));
        List<String> sameStyle = known.stream()
                .filter(word -> word.equals(word.toLowerCase(Locale.ROOT)) == lower)
                .toList();
        return Nearest.to(written, sameStyle)
                .or(() -> Nearest.to(written, known))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
