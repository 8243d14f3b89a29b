package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10WarningType;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What to tell somebody whose password will soon be too old. */
final class ExpiryHint {

    /** From when on Active Directory's end of a password is worth a word; other directories decide by themselves. */
    private static final Duration SOON = Duration.ofDays(14);

    private final Clock clock;

    ExpiryHint(Clock clock) {
        this.clock = clock;
    }

    Optional<String> of(BindResult bind, Entry entry) {
        return ofPolicy(bind)
                .or(() -> ofControl(bind))
                .or(() -> ofActiveDirectory(entry))
                .map(ExpiryHint::sentence);
    }

    private static Optional<Duration> ofPolicy(BindResult bind) {
        try {
            return Optional.ofNullable(DraftBeheraLDAPPasswordPolicy10ResponseControl.get(bind))
                    .filter(control -> control.getWarningType()
                            == DraftBeheraLDAPPasswordPolicy10WarningType.TIME_BEFORE_EXPIRATION)
                    .map(control -> Duration.ofSeconds(control.getWarningValue()));
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> ofControl(BindResult bind) {
        for (Control control : bind.getResponseControls()) {
            if (control instanceof PasswordExpiringControl expiring) {
                return Optional.of(Duration.ofSeconds(expiring.getSecondsUntilExpiration()));
            }
        }
        return Optional.empty();
    }

    private Optional<Duration> ofActiveDirectory(Entry entry) {
        return Accounts.instant(entry, "msDS-UserPasswordExpiryTimeComputed")
                .map(end -> Duration.between(clock.instant(), end))
                .filter(left -> left.compareTo(SOON) <= 0);
    }

    private static String sentence(Duration left) {
        long days = left.toDays();
        return days < 1
                ? "Your password expires within a day. Change it soon."
                : "Your password expires in " + days + (days == 1 ? " day." : " days.");
    }
}
