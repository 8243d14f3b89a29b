package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.auth.ldap.LdapConnections.BoundPerson;
import java.util.Optional;
import java.util.TreeSet;

/** The ways from a name and a password to a person. Thread-safe. */
final class Logins {

    private final LdapConfig config;
    private final LdapConnections connections;
    private final DirectoryRoot root;
    private final People people;
    private final Accounts accounts;
    private final PasswordChange passwordChange;

    Logins(
            LdapConfig config,
            LdapConnections connections,
            DirectoryRoot root,
            People people,
            Accounts accounts,
            PasswordChange passwordChange) {
        this.config = config;
        this.connections = connections;
        this.root = root;
        this.people = people;
        this.accounts = accounts;
        this.passwordChange = passwordChange;
    }

    AuthResult logIn(TypedName name, Secret password, Trace trace) throws Refusal, LDAPException {
        if (!config.looksUp()) {
            return byTemplates(name, password, trace);
        }
        // Active Directory lets nobody search who has not said who they are.
        return connections.hasSearchUser() || !root.isActiveDirectory()
                ? lookUpThenBind(name, password, trace)
                : bindThenLookUp(name, password, trace);
    }

    private AuthResult lookUpThenBind(TypedName name, Secret password, Trace trace) throws Refusal, LDAPException {
        Optional<? extends Entry> found = people.find(connections.service(), name);
        if (found.isEmpty() || !fitsTemplates(found.get())) {
            trace.failed(
                    "look up", found.isEmpty() ? "no entry" : found.get().getDN() + " does not fit bind_dn_template");
            pretendToBind(password);
            throw Refusal.unknown("nobody of that name under LDAPAuthenticator.user_search_base");
        }
        Entry entry = found.get();
        trace.went("look up", entry.getDN());
        try (BoundPerson person = bind(entry.getDN(), name, password, trace)) {
            return finish(reader(person), entry, name, hubName(entry), person, trace);
        }
    }

    private AuthResult bindThenLookUp(TypedName name, Secret password, Trace trace) throws Refusal, LDAPException {
        String domain = DirectoryRoot.domain(config.userSearchBase().orElseThrow());
        String loginName = name.full().orElse(name.login() + "@" + domain);
        try (BoundPerson person = bind(loginName, name, password, trace)) {
            Entry entry = people.find(person.connection(), name)
                    .filter(this::fitsTemplates)
                    .orElseThrow(() -> Refusal.unknown("nobody of that name under LDAPAuthenticator.user_search_base"));
            trace.went("look up", entry.getDN());
            confirm(person, entry, password);
            return finish(person.connection(), entry, name, hubName(entry), person, trace);
        }
    }

    private AuthResult byTemplates(TypedName name, Secret password, Trace trace) throws Refusal, LDAPException {
        Refusal last = Refusal.unknown("LDAPAuthenticator.bind_dn_template fits nobody");
        boolean loginNamesMayFollow = true;
        for (BindTemplate template : config.templates()) {
            if (!template.isDn() && !loginNamesMayFollow) {
                continue;
            }
            try {
                return byTemplate(template, name, password, trace);
            } catch (BindRefused e) {
                last = e.refusal();
                if (e.answer().proved() || !mayTryAnother(template, e.answer())) {
                    throw last;
                }
                // A login name may mean the account whose DN was just refused, and each refusal counts towards a lock.
                loginNamesMayFollow = e.answer().isUnknownName() || !e.answer().isActiveDirectory();
            }
        }
        throw last;
    }

    /** After a refusal only another entry may be tried, never the same one again. */
    private static boolean mayTryAnother(BindTemplate template, BindAnswer answer) {
        return answer.reason() == DenialReason.BAD_CREDENTIALS && (template.isDn() || answer.isUnknownName());
    }

    private AuthResult byTemplate(BindTemplate template, TypedName name, Secret password, Trace trace)
            throws Refusal, LDAPException, BindRefused {
        String loginName =
                template.fill(template.isDn() ? name.login() : name.full().orElse(name.login()));
        try (BoundPerson person = tryBind(loginName, name, password, trace)) {
            Entry entry = template.isDn()
                    ? ownEntry(person, loginName)
                    : entryOfLoginName(person.connection(), loginName, name, password, person);
            return finish(reader(person), entry, name, canonical(template, entry, name), person, trace);
        }
    }

    private Entry ownEntry(BoundPerson person, String dn) throws LDAPException {
        return accounts.needsEntry() ? people.read(reader(person), dn).orElse(new Entry(dn)) : new Entry(dn);
    }

    private Entry entryOfLoginName(
            LDAPConnection connection, String loginName, TypedName name, Secret password, BoundPerson person)
            throws Refusal, LDAPException {
        DN base = config.userSearchBase().isPresent() ? config.userSearchBase().get() : root.suffix(DN.NULL_DN);
        Optional<? extends Entry> entry =
                people.only(connection, base, Filter.createEqualityFilter("userPrincipalName", loginName));
        if (entry.isEmpty()) {
            String attribute = config.userAttribute().orElseThrow();
            entry = people.only(connection, base, Filter.createEqualityFilter(attribute, name.login()));
        }
        Entry found = entry.orElseThrow(() -> Refusal.unknown("the entry of " + loginName + " is not to be found"));
        confirm(person, found, password);
        return found;
    }

    /** One person's login name may be another's name, so the entry has to take the same password. */
    private void confirm(BoundPerson person, Entry entry, Secret password) throws Refusal, LDAPException {
        try {
            person.confirm(entry.getDN(), password);
        } catch (LDAPException e) {
            if (BindAnswer.of(e).isPresent()) {
                throw Refusal.unknown("the password is not that of " + entry.getDN());
            }
            throw e;
        }
    }

    private AuthResult finish(
            LDAPInterface reader, Entry entry, TypedName name, String hubName, BoundPerson person, Trace trace)
            throws Refusal, LDAPException {
        if (!people.isWanted(reader, entry, name)) {
            throw Refusal.proved(
                    DenialReason.NOT_PERMITTED,
                    "Your password is right, but your account may not use this hub.",
                    entry.getDN() + " does not match LDAPAuthenticator.search_filter");
        }
        AuthResult.Granted granted = accounts.granted(reader, entry, hubName, name.login(), person.result());
        granted.identity().groups().ifPresent(groups -> trace.went("groups", String.join(", ", new TreeSet<>(groups))));
        trace.went(
                "identity",
                hubName
                        + granted.identity()
                                .subject()
                                .map(subject -> ", " + subject.id())
                                .orElse(", without an id to pin the name to"));
        return granted;
    }

    private BoundPerson bind(String dn, TypedName name, Secret password, Trace trace) throws Refusal, LDAPException {
        try {
            return tryBind(dn, name, password, trace);
        } catch (BindRefused e) {
            throw e.refusal();
        }
    }

    private BoundPerson tryBind(String dn, TypedName name, Secret password, Trace trace)
            throws Refusal, LDAPException, BindRefused {
        try {
            BoundPerson person = connections.bind(dn, password);
            trace.went("bind", dn);
            if (mustChange(person)) {
                person.close();
                throw passwordChange.question(name, dn);
            }
            return person;
        } catch (LDAPException e) {
            BindAnswer answer = BindAnswer.of(e).orElseThrow(() -> e);
            trace.failed("bind", dn + ": " + answer.detail());
            throw new BindRefused(answer, passwordChange.refusal(name, answer));
        }
    }

    private static boolean mustChange(BoundPerson person) {
        return BindAnswer.policy(person.result())
                .filter(error -> error == DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET)
                .isPresent();
    }

    /** Takes as long as a wrong password would, so that nobody can tell whom the directory knows. */
    private void pretendToBind(Secret password) throws LDAPException {
        DN nobody = new DN(
                new RDN("cn", "nobody-of-that-name"), config.userSearchBase().orElseThrow());
        try (BoundPerson somebody = connections.bind(nobody.toString(), password)) {
            somebody.connection();
        } catch (LDAPException e) {
            if (BindAnswer.of(e).isEmpty()) {
                throw e;
            }
        }
    }

    private LDAPInterface reader(BoundPerson person) {
        return connections.hasSearchUser() ? connections.service() : person.connection();
    }

    private boolean fitsTemplates(Entry entry) {
        return config.templates().stream().noneMatch(BindTemplate::isDn)
                || config.templates().stream().anyMatch(template -> fits(template, entry));
    }

    private boolean fits(BindTemplate template, Entry entry) {
        Optional<String> filling = config.userDnAttribute().map(entry::getAttributeValue);
        try {
            return template.isDn()
                    && filling.isPresent()
                    && template.fillDn(filling.get()).equals(entry.getParsedDN());
        } catch (LDAPException e) {
            return false;
        }
    }

    /** The name that the directory has for somebody who was looked up. */
    private String hubName(Entry entry) throws Refusal {
        single(entry, config.userAttribute().orElseThrow());
        return single(entry, config.hubNameAttribute().orElseThrow());
    }

    private static String single(Entry entry, String attribute) throws Refusal {
        String[] values = entry.getAttributeValues(attribute);
        if (values == null || values.length != 1) {
            throw Refusal.unknown(entry.getDN() + " has " + (values == null ? 0 : values.length) + " values of "
                    + attribute + "; it must have one");
        }
        return values[0];
    }

    private String canonical(BindTemplate template, Entry entry, TypedName name) throws Refusal, LDAPException {
        if (!template.isDn()) {
            return single(entry, config.userAttribute().orElseThrow());
        }
        return template.nameAttribute()
                .map(attribute -> rdn(entry).getAttributeValues()[0])
                .orElse(name.login());
    }

    private static RDN rdn(Entry entry) {
        try {
            return entry.getRDN();
        } catch (LDAPException e) {
            throw new IllegalStateException(entry.getDN() + " was a DN before", e);
        }
    }

    /** A refused bind, for whoever may try another name. */
    private static final class BindRefused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient BindAnswer answer;
        private final Refusal refusal;

        BindRefused(BindAnswer answer, Refusal refusal) {
            super(null, null, false, false);
            this.answer = answer;
            this.refusal = refusal;
        }

        BindAnswer answer() {
            return answer;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
