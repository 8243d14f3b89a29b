package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import java.util.Optional;

/** Looks again at people who are logged in, as the account that searches. Thread-safe. */
final class Standing {

    private final LdapConfig config;
    private final LdapConnections connections;
    private final People people;
    private final Accounts accounts;

    Standing(LdapConfig config, LdapConnections connections, People people, Accounts accounts) {
        this.config = config;
        this.connections = connections;
        this.people = people;
        this.accounts = accounts;
    }

    AuthResult of(Identity identity, Opaque authState) throws Refusal, LDAPException {
        if (!connections.hasSearchUser() || identity.subject().isEmpty()) {
            // Without the person's password there is nobody to ask as.
            return AuthResult.granted(identity, authState);
        }
        DN base = config.userSearchBase().orElse(new DN(identity.subject().get().issuer()));
        Optional<? extends Entry> found =
                people.find(connections.service(), base, identity.subject().get());
        if (found.isEmpty()) {
            return AuthResult.denied(DenialReason.BAD_CREDENTIALS)
                    .withDetail("no entry has the id that this person logged in with");
        }
        Entry entry = found.get();
        Optional<DenialReason> trouble = accounts.trouble(entry);
        if (trouble.isPresent()) {
            return AuthResult.denied(trouble.get()).withDetail("by the entry " + entry.getDN());
        }
        String login = Accounts.login(identity, authState);
        TypedName name = new TypedName(login, Optional.empty());
        return people.isWanted(connections.service(), entry, name)
                ? accounts.granted(connections.service(), entry, identity.name(), login)
                : AuthResult.denied(DenialReason.NOT_PERMITTED)
                        .withDetail(entry.getDN() + " does not match LDAPAuthenticator.search_filter any more");
    }
}
