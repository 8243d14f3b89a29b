package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The answer of an {@link Authenticator} to one step of a login. */
public sealed interface AuthResult {

    /** It is this person. */
    static Granted granted(Identity identity) {
        return granted(identity, Opaque.empty());
    }

    /** It is this person, and {@code authState} is to be kept with them, encrypted. */
    static Granted granted(Identity identity, Opaque authState) {
        return new Granted(identity, authState, Optional.empty(), Optional.empty());
    }

    /** No. The person learns nothing but that. */
    static Denied denied(DenialReason reason) {
        return new Denied(reason, Optional.empty(), Optional.empty());
    }

    /**
     * No, although the secret was right: the account is locked, or not in the group. Only because the secret was right
     * may the person read {@code publicMessage}.
     */
    static Denied deniedAfterProof(DenialReason reason, String publicMessage) {
        return new Denied(reason, Optional.of(publicMessage), Optional.empty());
    }

    /** This request has nothing in it for this authenticator; another one may know. */
    static NotMine notMine() {
        return new NotMine();
    }

    /**
     * The browser has to go to {@code uri} and come back with {@code flow}. Give each flow a {@code state} parameter of
     * its own in {@code uri}: by it the hub tells apart the flows of several tabs.
     */
    static Redirect redirect(URI uri, Opaque flow) {
        return new Redirect(uri, flow);
    }

    /** The person has to answer more questions. */
    static Challenge challenge(List<Field> fields, String message, Opaque flow) {
        return new Challenge(fields, message, flow);
    }

    /** It is this person. */
    final class Granted implements AuthResult {

        private final Identity identity;
        private final Opaque authState;
        private final Optional<String> session;
        private final Optional<String> notice;

        private Granted(Identity identity, Opaque authState, Optional<String> session, Optional<String> notice) {
            this.identity = requireNonNull(identity, "identity");
            this.authState = requireNonNull(authState, "authState");
            this.session = session;
            this.notice = notice;
        }

        /** The same, in a session that the identity provider knows by {@code id} and may end: OpenID's {@code sid}. */
        public Granted withSession(String id) {
            return new Granted(identity, authState, Optional.of(id), notice);
        }

        /** The same, with a sentence that the person should read: the password ends in three days. Plain text. */
        public Granted withNotice(String text) {
            return new Granted(identity, authState, session, Optional.of(text));
        }

        /**
         * The same, let in by a setting of the authenticator itself, which counts as much as one of the hub's own allow
         * rules: nobody whom the hub blocks comes in by it. A refresh has to say it again.
         *
         * @param rule the setting, such as {@code LDAPAuthenticator.allowed_groups}
         */
        public Granted allowedBy(String rule) {
            return new Granted(identity.withAllowedBy(rule), authState, session, notice);
        }

        /** Who it is. */
        public Identity identity() {
            return identity;
        }

        /** What to keep with them, encrypted. */
        public Opaque authState() {
            return authState;
        }

        /** The id by which the identity provider may end this session. */
        public Optional<String> session() {
            return session;
        }

        /** What the person should read. */
        public Optional<String> notice() {
            return notice;
        }

        @Override
        public String toString() {
            return "Granted[" + identity + "]";
        }
    }

    /** It is nobody, or nobody who may come in. */
    final class Denied implements AuthResult {

        private final DenialReason reason;
        private final Optional<String> publicMessage;
        private final Optional<String> detail;

        private Denied(DenialReason reason, Optional<String> publicMessage, Optional<String> detail) {
            this.reason = requireNonNull(reason, "reason");
            this.publicMessage = publicMessage;
            this.detail = detail;
        }

        /**
         * The same, with a sentence for the operator's log, the audit and {@code check}: two entries match uid=fry.
         * Without secrets; the person never reads it.
         */
        public Denied withDetail(String text) {
            return new Denied(reason, publicMessage, Optional.of(text));
        }

        /** Why, for the operator. */
        public DenialReason reason() {
            return reason;
        }

        /** What the person may read; empty unless they proved that they know the secret. */
        public Optional<String> publicMessage() {
            return publicMessage;
        }

        /** More for the operator. */
        public Optional<String> detail() {
            return detail;
        }

        @Override
        public String toString() {
            return "Denied[" + reason + "]";
        }
    }

    /** The request has nothing in it for this authenticator. */
    final class NotMine implements AuthResult {

        private NotMine() {}

        @Override
        public String toString() {
            return "NotMine";
        }
    }

    /** The browser has to go elsewhere and come back. */
    final class Redirect implements AuthResult {

        private final URI uri;
        private final Opaque flow;

        private Redirect(URI uri, Opaque flow) {
            this.uri = requireNonNull(uri, "uri");
            this.flow = requireNonNull(flow, "flow");
        }

        /** Where to. */
        public URI uri() {
            return uri;
        }

        /** What the next step needs, kept on the server for at most ten minutes. */
        public Opaque flow() {
            return flow;
        }

        @Override
        public String toString() {
            return "Redirect[" + uri.getHost() + "]";
        }
    }

    /** The person has to answer more questions. */
    final class Challenge implements AuthResult {

        private final List<Field> fields;
        private final String message;
        private final Opaque flow;

        private Challenge(List<Field> fields, String message, Opaque flow) {
            this.fields = List.copyOf(fields);
            this.message = requireNonNull(message, "message");
            this.flow = requireNonNull(flow, "flow");
        }

        /** The questions, in order. */
        public List<Field> fields() {
            return fields;
        }

        /** What to say above them; may be empty. */
        public String message() {
            return message;
        }

        /** What the next step needs, kept on the server for at most ten minutes. */
        public Opaque flow() {
            return flow;
        }

        @Override
        public String toString() {
            return "Challenge" + fields;
        }
    }

    /**
     * One question of a {@link Challenge}.
     *
     * @param name the name of the form field that brings the answer
     * @param label what the person reads
     * @param hidden whether typed characters must not be seen
     */
    record Field(String name, String label, boolean hidden) {}
}
