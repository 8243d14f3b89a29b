package dev.hubwright.auth.pam;

import java.util.Arrays;
import java.util.Optional;

/** What functions of libpam return, with the numbers of Linux-PAM. */
enum PamCode {
    SUCCESS(0, "success"),
    OPEN_ERR(1, "a module cannot be loaded"),
    SYMBOL_ERR(2, "a module lacks a function"),
    SERVICE_ERR(3, "error in a module"),
    SYSTEM_ERR(4, "system error"),
    BUF_ERR(5, "out of memory"),
    PERM_DENIED(6, "permission denied"),
    AUTH_ERR(7, "authentication failure"),
    CRED_INSUFFICIENT(8, "the hub may not read what it takes to check"),
    AUTHINFO_UNAVAIL(9, "authentication information is not available"),
    USER_UNKNOWN(10, "no such user"),
    MAXTRIES(11, "too many tries"),
    NEW_AUTHTOK_REQD(12, "the password must be changed"),
    ACCT_EXPIRED(13, "the account has expired"),
    SESSION_ERR(14, "no session can be made"),
    CONV_ERR(19, "a question was not answered"),
    AUTHTOK_ERR(20, "the password cannot be changed"),
    AUTHTOK_RECOVERY_ERR(21, "the old password was not accepted"),
    AUTHTOK_LOCK_BUSY(22, "passwords are being changed by somebody else"),
    TRY_AGAIN(24, "the change did not get beyond its preparation"),
    ABORT(26, "the service is not set up"),
    AUTHTOK_EXPIRED(27, "the password is too old"),
    MODULE_UNKNOWN(28, "a module is missing");

    private final int number;
    private final String sentence;

    PamCode(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    static Optional<PamCode> of(int number) {
        return Arrays.stream(values()).filter(code -> code.number == number).findFirst();
    }

    boolean is(int candidate) {
        return number == candidate;
    }

    int number() {
        return number;
    }

    static String describe(int number) {
        return of(number).map(code -> code.number + " (" + code.sentence + ")").orElseGet(() -> number + "");
    }
}
