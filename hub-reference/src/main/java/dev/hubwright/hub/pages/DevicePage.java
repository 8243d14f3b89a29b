package dev.hubwright.hub.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a person types the code that a program on another machine shows, and then says whether it may have a token.
 *
 * @param content what this step shows
 */
public record DevicePage(Chrome chrome, Content content) implements Page {

    /** The first step: the page asks for the code, by a form with {@code code} that is posted to {@code action}. */
    public static Content asks(String action) {
        return new Content(action, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What a step shows.
     *
     * @param action where forms are posted to: {@code code}, and once it is known {@code answer}, {@code allow} or not
     * @param wish what the program wants, in the second step
     * @param error what was wrong with the step before
     * @param done what has come of it, in the last step
     */
    public record Content(String action, Optional<Wish> wish, Optional<String> error, Optional<String> done) {

        /** With what the program wants. */
        public Content withWish(Wish value) {
            return new Content(action, Optional.of(value), error, done);
        }

        /** With what was wrong. */
        public Content withError(String sentence) {
            return new Content(action, wish, Optional.of(sentence), done);
        }

        /** With what has come of it. */
        public Content withDone(String sentence) {
            return new Content(action, wish, error, Optional.of(sentence));
        }
    }

    /**
     * What a program wants.
     *
     * @param code the code as it is shown, and goes on in the form
     * @param source the address that it asks from
     * @param asked when it began to
     * @param scopes what its token could do, each completing "It could"
     */
    public record Wish(String code, String source, Instant asked, List<String> scopes) {

        /** Copies the scopes. */
        public Wish {
            scopes = List.copyOf(scopes);
        }
    }
}
