package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import dev.hubwright.api.auth.DenialReason;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a directory's refusal of a bind means.
 *
 * @param proved whether the directory gives this answer only to the right password, so that the person may read it
 * @param detail what the operator reads: codes, never the server's whole text, in which there may be names
 */
record BindAnswer(DenialReason reason, boolean proved, String detail) {

    private static final String ACTIVE_DIRECTORY = "Active Directory";

    private static final Pattern AD_CODE = Pattern.compile("\\bdata ([0-9a-fA-F]{1,8})\\b");

    private static final Map<String, DenialReason> AFTER_THE_RIGHT_PASSWORD = Map.of(
            "530", DenialReason.NOT_PERMITTED,
            "531", DenialReason.NOT_PERMITTED,
            "532", DenialReason.PASSWORD_EXPIRED,
            "533", DenialReason.ACCOUNT_DISABLED,
            "701", DenialReason.ACCOUNT_EXPIRED,
            "773", DenialReason.MUST_CHANGE_PASSWORD);

    private static final Set<ResultCode> REFUSALS = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.INVALID_DN_SYNTAX,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.REFERRAL);

    /** The meaning; empty if it is not a refusal but a trouble. */
    static Optional<BindAnswer> of(LDAPException e) {
        if (!REFUSALS.contains(e.getResultCode())) {
            return Optional.empty();
        }
        return ofActiveDirectory(e)
                .or(() -> ofInactivation(e))
                .or(() -> ofPolicy(e))
                .or(() -> Optional.of(plain(e)));
    }

    /** Whether the server told an unknown name from a wrong password, so that other names may be tried. */
    boolean isUnknownName() {
        return detail.endsWith(" 525") || detail.contains("no such object");
    }

    boolean isActiveDirectory() {
        return detail.startsWith(ACTIVE_DIRECTORY);
    }

    private static Optional<BindAnswer> ofActiveDirectory(LDAPException e) {
        Matcher code = AD_CODE.matcher(String.valueOf(e.getDiagnosticMessage()));
        if (!code.find()) {
            return Optional.empty();
        }
        String hex = code.group(1).toLowerCase(Locale.ROOT);
        String detail = ACTIVE_DIRECTORY + " answers " + hex;
        if (AFTER_THE_RIGHT_PASSWORD.containsKey(hex)) {
            return Optional.of(new BindAnswer(AFTER_THE_RIGHT_PASSWORD.get(hex), true, detail));
        }
        DenialReason reason = hex.equals("775") ? DenialReason.ACCOUNT_LOCKED : DenialReason.BAD_CREDENTIALS;
        return Optional.of(new BindAnswer(reason, false, detail));
    }

    private static Optional<BindAnswer> ofPolicy(LDAPException e) {
        return policy(e.toLDAPResult()).map(error -> switch (error) {
            case ACCOUNT_LOCKED ->
                new BindAnswer(DenialReason.ACCOUNT_LOCKED, false, "the password policy says locked");
            case PASSWORD_EXPIRED ->
                new BindAnswer(DenialReason.PASSWORD_EXPIRED, true, "the password policy says expired");
            case CHANGE_AFTER_RESET ->
                new BindAnswer(DenialReason.MUST_CHANGE_PASSWORD, true, "the password policy says reset");
            default -> null;
        });
    }

    /** 389 Directory Server says so before it looks at the password, and calls it a lock in its policy control. */
    private static Optional<BindAnswer> ofInactivation(LDAPException e) {
        return String.valueOf(e.getDiagnosticMessage()).toLowerCase(Locale.ROOT).contains("inactivated")
                ? Optional.of(new BindAnswer(DenialReason.ACCOUNT_DISABLED, false, "the directory says inactivated"))
                : Optional.empty();
    }

    private static BindAnswer plain(LDAPException e) {
        boolean locked = e.getResultCode().equals(ResultCode.CONSTRAINT_VIOLATION);
        DenialReason reason = locked ? DenialReason.ACCOUNT_LOCKED : DenialReason.BAD_CREDENTIALS;
        return new BindAnswer(reason, false, "the directory answers " + e.getResultCode());
    }

    /** What the password policy says is wrong, also beside a bind that went well. */
    static Optional<DraftBeheraLDAPPasswordPolicy10ErrorType> policy(LDAPResult result) {
        try {
            return Optional.ofNullable(DraftBeheraLDAPPasswordPolicy10ResponseControl.get(result))
                    .map(DraftBeheraLDAPPasswordPolicy10ResponseControl::getErrorType);
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    /** What somebody may read who has typed the right password. */
    String publicMessage() {
        return switch (reason) {
            case PASSWORD_EXPIRED -> "Your password is right but too old. Change it, and log in with the new one.";
            case MUST_CHANGE_PASSWORD -> "Your password has to be changed before you can log in.";
            case ACCOUNT_DISABLED -> "Your account is switched off. Ask the administrator of your directory.";
            case ACCOUNT_EXPIRED -> "Your account has expired. Ask the administrator of your directory.";
            default -> "Your account may not log in here, or not at this time.";
        };
    }
}
