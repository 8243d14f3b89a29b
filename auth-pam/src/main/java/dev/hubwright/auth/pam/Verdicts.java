package dev.hubwright.auth.pam;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import java.util.Set;

/** Tells refusals from outages, and what may be said to whom. */
final class Verdicts {

    private static final Set<PamCode> NO = Set.of(PamCode.AUTH_ERR, PamCode.USER_UNKNOWN);
    private static final Set<PamCode> BLIND = Set.of(PamCode.AUTHINFO_UNAVAIL, PamCode.CRED_INSUFFICIENT);
    private static final Set<PamCode> NOT_CHANGED = Set.of(
            PamCode.AUTHTOK_ERR,
            PamCode.AUTHTOK_RECOVERY_ERR,
            PamCode.AUTHTOK_LOCK_BUSY,
            PamCode.TRY_AGAIN,
            PamCode.PERM_DENIED,
            PamCode.AUTH_ERR,
            PamCode.MAXTRIES,
            PamCode.CONV_ERR);

    private final PamConfig config;
    private final long uid;

    /** @param uid whose rights the hub has */
    Verdicts(PamConfig config, long uid) {
        this.config = config;
        this.uid = uid;
    }

    /**
     * The refusal that an outcome without success means.
     *
     * @throws ProviderException if it means that PAM could not tell
     */
    AuthResult.Denied refusal(Outcome outcome) throws ProviderException {
        if (outcome.defect().isPresent()) {
            throw ProviderException.permanent(
                    PamTrouble.PUBLIC_MESSAGE,
                    "a defect in answering PAM: "
                            + outcome.defect().get().getClass().getName(),
                    outcome.defect().get());
        }
        PamCode code = PamCode.of(outcome.code()).orElseThrow(() -> broken(outcome));
        if (outcome.phase() != Outcome.Phase.CHANGE && BLIND.contains(code)) {
            throw PamTrouble.noInformation(config, outcome, uid);
        }
        AuthResult.Denied denied =
                switch (outcome.phase()) {
                    case START -> throw broken(outcome);
                    case AUTHENTICATE -> unproved(outcome, code);
                    case ACCOUNT -> account(outcome, code);
                    case CHANGE -> unchanged(outcome, code);
                };
        return denied.withDetail(outcome.detail());
    }

    /** Nothing is said to somebody who has proved nothing, whatever the modules wanted to be shown. */
    private AuthResult.Denied unproved(Outcome outcome, PamCode code) throws ProviderException {
        if (outcome.unanswered()) {
            return AuthResult.denied(DenialReason.FLOW_EXPIRED);
        }
        if (NO.contains(code)) {
            return AuthResult.denied(DenialReason.BAD_CREDENTIALS);
        }
        return switch (code) {
            case NEW_AUTHTOK_REQD -> mustChange();
            case CONV_ERR -> AuthResult.denied(DenialReason.BAD_CREDENTIALS);
            case MAXTRIES -> AuthResult.denied(DenialReason.ACCOUNT_LOCKED);
            case PERM_DENIED -> AuthResult.denied(DenialReason.NOT_PERMITTED);
            case ACCT_EXPIRED -> AuthResult.denied(DenialReason.ACCOUNT_EXPIRED);
            case AUTHTOK_EXPIRED -> AuthResult.denied(DenialReason.PASSWORD_EXPIRED);
            default -> throw broken(outcome);
        };
    }

    private AuthResult.Denied account(Outcome outcome, PamCode code) throws ProviderException {
        return switch (code) {
            case NEW_AUTHTOK_REQD -> mustChange();
            case ACCT_EXPIRED ->
                AuthResult.deniedAfterProof(DenialReason.ACCOUNT_EXPIRED, said(outcome, "Your account has expired."));
            case AUTHTOK_EXPIRED ->
                AuthResult.deniedAfterProof(
                        DenialReason.PASSWORD_EXPIRED,
                        said(outcome, "Your password has expired and cannot be changed here."));
            case PERM_DENIED, AUTH_ERR, USER_UNKNOWN, MAXTRIES ->
                AuthResult.deniedAfterProof(
                        DenialReason.NOT_PERMITTED, said(outcome, "Your account may not log in here now."));
            default -> throw broken(outcome);
        };
    }

    private AuthResult.Denied unchanged(Outcome outcome, PamCode code) throws ProviderException {
        if (outcome.unanswered()) {
            return AuthResult.denied(DenialReason.FLOW_EXPIRED);
        }
        if (NOT_CHANGED.contains(code)) {
            return AuthResult.deniedAfterProof(
                    DenialReason.MUST_CHANGE_PASSWORD,
                    said(outcome, "") + (outcome.told().isEmpty() ? "" : " ")
                            + "Your password must be changed, and it was not. Log in to try again.");
        }
        throw broken(outcome);
    }

    private static AuthResult.Denied mustChange() {
        return AuthResult.deniedAfterProof(
                DenialReason.MUST_CHANGE_PASSWORD,
                "Your password must be changed, which is not possible here. Log in to a machine to change it.");
    }

    private static String said(Outcome outcome, String otherwise) {
        return outcome.told().isEmpty() ? otherwise : String.join(" ", outcome.told());
    }

    private ProviderException broken(Outcome outcome) {
        return PamTrouble.permanent(outcome.detail() + " of service \"" + config.service() + "\"; look at its file in "
                + config.folder() + " and at the system's log");
    }
}
