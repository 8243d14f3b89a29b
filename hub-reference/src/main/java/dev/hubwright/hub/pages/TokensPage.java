package dev.hubwright.hub.pages;

import dev.hubwright.api.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that somebody has, and a form for one more.
 *
 * @param tokens in the order in which they are shown
 * @param createAction where the form is posted to: {@code note}, which may be empty, and {@code expires_in}, a number
 *     of seconds or empty for a token that never expires
 * @param created the token that was just made, shown this once
 */
public record TokensPage(Chrome chrome, List<TokenRow> tokens, String createAction, Optional<Secret> created)
        implements Page {

    /** Copies the list. */
    public TokensPage {
        tokens = List.copyOf(tokens);
    }

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
