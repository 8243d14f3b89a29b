package dev.hubwright.hub.pages;

import dev.hubwright.api.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that somebody has, and a form for one more.
 *
 * @param form the form
 * @param tokens those that the person has made, in the order in which they are shown
 * @param issued those that the hub has made for their servers, and that programs have got with their consent
 */
public record TokensPage(Chrome chrome, Form form, List<TokenRow> tokens, List<TokenRow> issued) implements Page {

    private static final Map<Long, String> LIVES = new LinkedHashMap<>();

    static {
        LIVES.put(3600L, "an hour");
        LIVES.put(86_400L, "a day");
        LIVES.put(604_800L, "a week");
        LIVES.put(2_592_000L, "30 days");
        LIVES.put(31_536_000L, "a year");
    }

    /** Copies the lists. */
    public TokensPage {
        tokens = List.copyOf(tokens);
        issued = List.copyOf(issued);
    }

    /**
     * The lengths that are offered for a token's life.
     *
     * @param longest how long one may last; empty if without end
     */
    public static List<Life> lives(Optional<Duration> longest) {
        List<Life> lives = new ArrayList<>();
        LIVES.forEach((seconds, label) -> {
            if (longest.isEmpty() || seconds <= longest.get().toSeconds()) {
                lives.add(new Life(Long.toString(seconds), label));
            }
        });
        lives.add(new Life("", longest.isEmpty() ? "never" : "as long as may be"));
        return List.copyOf(lives);
    }

    /**
     * The form, and what came of it.
     *
     * @param action where it is posted to: {@code note} and {@code scopes}, which may be empty, and {@code expires_in}, a
     *     number of seconds or empty
     * @param wish what its fields hold at first
     * @param lives what is offered for {@code expires_in}
     * @param error why no token was made
     * @param created the token that was just made, shown this once
     */
    public record Form(String action, Wish wish, List<Life> lives, Optional<String> error, Optional<Secret> created) {

        /** Copies the list. */
        public Form {
            lives = List.copyOf(lives);
        }

        /** With a token that was just made. */
        public Form withCreated(Secret value) {
            return new Form(action, wish, lives, error, Optional.of(value));
        }
    }

    /**
     * What somebody wants a token for.
     *
     * @param note what it is for
     * @param scopes what it may do, with blanks between; empty for everything
     * @param expiresIn seconds; empty for as long as may be
     */
    public record Wish(String note, String scopes, String expiresIn) {}

    /**
     * One length.
     *
     * @param seconds what is sent
     * @param label what the person reads
     */
    public record Life(String seconds, String label) {}

    /**
     * One token, without its value.
     *
     * @param note what it is for; may be empty
     * @param scopes what it may do
     * @param expires empty if it never does
     * @param revokeAction where a form is posted to that revokes it
     */
    public record TokenRow(
            String id,
            String note,
            List<String> scopes,
            Instant created,
            Optional<Instant> lastUsed,
            Optional<Instant> expires,
            String revokeAction) {

        /** Copies the scopes. */
        public TokenRow {
            scopes = List.copyOf(scopes);
        }
    }
}
