package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.auth.ldap.LdapConnections.BoundPerson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets somebody whose password is too old choose another one. The passwords are asked for together, so that none has to
 * be kept between two steps. Thread-safe.
 */
final class PasswordChange {

    static final String LOGIN = "login";

    private static final String DN = "dn";
    private static final String CURRENT = "current_password";
    private static final String NEW = "new_password";
    private static final String AGAIN = "new_password_again";
    private static final int LAYOUT = 1;
    private static final String UNICODE_PASSWORD = "unicodePwd";
    private static final Set<ResultCode> NOT_ACCEPTED = Set.of(
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.NO_SUCH_ATTRIBUTE);

    private final LdapConfig config;
    private final LdapConnections connections;
    private final DirectoryRoot root;
    private final People people;

    PasswordChange(LdapConfig config, LdapConnections connections, DirectoryRoot root, People people) {
        this.config = config;
        this.connections = connections;
        this.root = root;
        this.people = people;
    }

    /** What to say to somebody whose bind was refused: a question if they may change their password, else no. */
    Refusal refusal(TypedName name, BindAnswer answer) throws LDAPException, Refusal {
        boolean old = answer.reason() == DenialReason.PASSWORD_EXPIRED
                || answer.reason() == DenialReason.MUST_CHANGE_PASSWORD;
        // Active Directory lets others change a password who know the old one; elsewhere one has to be bound.
        boolean possible =
                answer.proved() && old && mayChange() && connections.hasSearchUser() && root.isActiveDirectory();
        if (!possible || !config.looksUp()) {
            return Refusal.of(answer);
        }
        Optional<? extends Entry> entry = people.find(connections.service(), name);
        return entry.isPresent() ? question(name, entry.get().getDN()) : Refusal.of(answer);
    }

    /** Asks for a new password; says no where there is no way to change it. */
    Refusal question(TypedName name, String dn) {
        return mayChange()
                ? ask(name, dn, "Your password has to be changed before you can log in.")
                : Refusal.of(
                        new BindAnswer(DenialReason.MUST_CHANGE_PASSWORD, true, "passwords cannot be changed here"));
    }

    private boolean mayChange() {
        return config.allowsPasswordChange() && !config.sendsReadably();
    }

    private static Refusal ask(TypedName name, String dn, String message) {
        Opaque flow = Opaque.of(LAYOUT, Map.of(LOGIN, name.full().orElse(name.login()), DN, dn));
        List<AuthResult.Field> fields = List.of(
                new AuthResult.Field(CURRENT, "Current password", true),
                new AuthResult.Field(NEW, "New password", true),
                new AuthResult.Field(AGAIN, "New password again", true));
        return Refusal.question(AuthResult.challenge(fields, message, flow), "the password is too old");
    }

    /** Changes the password, and gives the new one to log in with. */
    Secret apply(AuthRequest request, TypedName name) throws Refusal, LDAPException {
        String dn = request.flow()
                .flatMap(flow -> flow.text(DN))
                .orElseThrow(() -> Refusal.unproved(DenialReason.FLOW_EXPIRED, "not a step of a password change"));
        Secret current = LdapAuthenticator.usable(request.field(CURRENT).orElse(Secret.of("")));
        Secret chosen = request.field(NEW).orElse(Secret.of(""));
        if (chosen.reveal().isBlank() || !chosen.equals(request.field(AGAIN).orElse(Secret.of("")))) {
            throw ask(name, dn, "The new password must be typed twice, the same both times.");
        }
        if (!mayChange()) {
            throw Refusal.unproved(DenialReason.MUST_CHANGE_PASSWORD, "passwords cannot be changed here");
        }
        boolean accepted = root.isActiveDirectory() ? replace(dn, current, chosen) : modify(dn, current, chosen);
        if (!accepted) {
            throw ask(
                    name,
                    dn,
                    "The directory does not accept this change. Check the current password, and choose a longer new one, or "
                            + "one that you have not had before.");
        }
        return chosen;
    }

    private boolean modify(String dn, Secret current, Secret chosen) throws Refusal, LDAPException {
        try (BoundPerson person = connections.bind(dn, current)) {
            ExtendedResult result = person.connection()
                    .processExtendedOperation(new PasswordModifyExtendedRequest(dn, current.reveal(), chosen.reveal()));
            return result.getResultCode().equals(ResultCode.SUCCESS);
        } catch (LDAPException e) {
            throw Refusal.of(BindAnswer.of(e).orElseThrow(() -> e));
        }
    }

    private boolean replace(String dn, Secret current, Secret chosen) throws LDAPException {
        try {
            connections
                    .service()
                    .modify(
                            dn,
                            new Modification(ModificationType.DELETE, UNICODE_PASSWORD, quoted(current)),
                            new Modification(ModificationType.ADD, UNICODE_PASSWORD, quoted(chosen)));
            return true;
        } catch (LDAPException e) {
            if (NOT_ACCEPTED.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    private static byte[] quoted(Secret password) {
        return ('"' + password.reveal() + '"').getBytes(StandardCharsets.UTF_16LE);
    }
}
