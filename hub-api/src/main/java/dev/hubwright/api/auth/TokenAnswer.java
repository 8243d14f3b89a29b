package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import java.time.Instant;

/** The answer of a {@link TokenSource}. */
public sealed interface TokenAnswer {

    /**
     * A token.
     *
     * @param value the token itself
     * @param expires when it ends
     * @param authState what to keep from now on in place of the state that was given
     */
    record Issued(Secret value, Instant expires, Opaque authState) implements TokenAnswer {

        /** Checks that nothing is missing. */
        public Issued {
            requireNonNull(value, "value");
            requireNonNull(expires, "expires");
            requireNonNull(authState, "authState");
        }
    }

    /**
     * The person has to take part: to log in again, to consent, to prove more.
     *
     * @param hint what that login has to ask for; comes back as {@link AuthRequest#hint()}, and may be empty
     */
    record LoginNeeded(Opaque hint) implements TokenAnswer {

        /** Checks that nothing is missing. */
        public LoginNeeded {
            requireNonNull(hint, "hint");
        }
    }

    /**
     * The person does not get one, however often they log in.
     *
     * @param publicMessage for the person
     */
    record Forbidden(String publicMessage) implements TokenAnswer {

        /** Checks that nothing is missing. */
        public Forbidden {
            requireNonNull(publicMessage, "publicMessage");
        }
    }
}
