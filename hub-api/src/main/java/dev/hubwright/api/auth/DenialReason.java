package dev.hubwright.api.auth;

/** Why somebody is not let in. For the operator; what the person reads is decided by what they have proved. */
public enum DenialReason {
    /** No such user, or not that password: deliberately not told apart. */
    BAD_CREDENTIALS,
    /** Too many wrong passwords; the account is locked. */
    ACCOUNT_LOCKED,
    /** The account is switched off. */
    ACCOUNT_DISABLED,
    /** The account's time is over. */
    ACCOUNT_EXPIRED,
    /** The password is right but too old. */
    PASSWORD_EXPIRED,
    /** The password is right but must be changed first. */
    MUST_CHANGE_PASSWORD,
    /** The account may not log in here, or not now. */
    NOT_PERMITTED,
    /** No rule lets this person in. */
    NOT_ALLOWED,
    /** The person is on the list of those who must not come in. */
    BLOCKED,
    /** The name cannot be the name of a user of this hub. */
    INVALID_USERNAME,
    /** The hub name belongs to another person. */
    SUBJECT_MISMATCH,
    /** Too many attempts in a short time. */
    TOO_MANY_ATTEMPTS,
    /** The step does not belong to a login that is under way, or came too late. */
    FLOW_EXPIRED
}
