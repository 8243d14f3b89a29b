package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What comes out of one step of a login, after every rule was applied. */
public sealed interface LoginOutcome {

    /**
     * The person is in.
     *
     * @param user as the hub keeps them now
     * @param session the id by which the identity provider may end this session, see {@link BackChannelLogout}
     * @param notice what the person should read
     */
    record LoggedIn(UserRecord user, Optional<String> session, Optional<String> notice) implements LoginOutcome {

        /** Without a session of an identity provider and without a notice. */
        public LoggedIn(UserRecord user) {
            this(user, Optional.empty(), Optional.empty());
        }
    }

    /**
     * The person is not let in.
     *
     * @param reason for the operator
     * @param publicMessage for the person
     * @param retryAfter how long to wait before the next attempt is even looked at
     */
    record Refused(DenialReason reason, String publicMessage, Optional<Duration> retryAfter) implements LoginOutcome {}

    /**
     * Nobody can say: a backend is out of reach. A web page answers 503.
     *
     * @param publicMessage for the person
     */
    record Unavailable(String publicMessage) implements LoginOutcome {}

    /**
     * The browser has to go elsewhere and come back.
     *
     * @param instance the authenticator that has to get the next step
     * @param uri where to
     * @param flow what to keep for the next step
     */
    record RedirectTo(String instance, URI uri, Opaque flow) implements LoginOutcome {}

    /**
     * The person has to answer more questions.
     *
     * @param instance the authenticator that has to get the answers
     * @param fields the questions
     * @param message what to say above them
     * @param flow what to keep for the next step, also the name that was typed
     */
    record Ask(String instance, List<AuthResult.Field> fields, String message, Opaque flow) implements LoginOutcome {}
}
