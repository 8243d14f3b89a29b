package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.hubwright.api.auth.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the entries of people: exactly one, or nobody. Thread-safe. */
final class People {

    private static final List<String> STANDING = List.of(
            "objectClass",
            "cn",
            "displayName",
            "objectSid",
            "primaryGroupID",
            "userAccountControl",
            "accountExpires",
            "msDS-UserPasswordExpiryTimeComputed",
            "pwdAccountLockedTime",
            "nsAccountLock");

    private static final Set<ResultCode> NOTHING_THERE =
            Set.of(ResultCode.NO_SUCH_OBJECT, ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ResultCode.REFERRAL);

    private final LdapConfig config;
    private final String[] attributes;

    People(LdapConfig config) {
        this.config = config;
        Set<String> wanted = new LinkedHashSet<>(STANDING);
        wanted.addAll(config.subjectAttributes());
        wanted.addAll(config.authStateAttributes());
        config.userAttribute().ifPresent(wanted::add);
        config.userDnAttribute().ifPresent(wanted::add);
        this.attributes = wanted.toArray(String[]::new);
    }

    /** Looks a typed name up. */
    Optional<SearchResultEntry> find(LDAPInterface directory, TypedName name) throws LDAPException, Refusal {
        DN base = config.userSearchBase().orElseThrow();
        Optional<String> otherDomain =
                name.domain().filter(domain -> !domain.equalsIgnoreCase(DirectoryRoot.domain(base)));
        Filter filter = otherDomain.isPresent()
                ? Filter.createEqualityFilter("userPrincipalName", name.full().orElseThrow())
                : config.lookupFilter()
                        .fill(
                                Map.of("login_attr", config.userAttribute().orElse("uid")),
                                Map.of("login", name.login(), "username", name.login()));
        return only(directory, base, filter);
    }

    /** Finds somebody again by what never changes about them. */
    Optional<SearchResultEntry> find(LDAPInterface directory, DN base, Subject subject) throws LDAPException, Refusal {
        return only(directory, base, Subjects.filter(subject, config.subjectAttributes()));
    }

    /** Finds the one entry that matches. */
    Optional<SearchResultEntry> only(LDAPInterface directory, DN base, Filter filter) throws LDAPException, Refusal {
        try {
            SearchRequest request = new SearchRequest(base.toString(), SearchScope.SUB, filter, attributes);
            request.setSizeLimit(2);
            List<SearchResultEntry> found = directory.search(request).getSearchEntries();
            if (found.size() > 1) {
                throw several(filter);
            }
            return found.stream().findFirst();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                throw several(filter);
            }
            throw e;
        }
    }

    /** Reads an entry by its DN; empty if it is not there, or hidden from whoever asks. */
    Optional<Entry> read(LDAPInterface directory, String dn) throws LDAPException {
        try {
            return Optional.ofNullable(directory.getEntry(dn, attributes));
        } catch (LDAPException e) {
            if (NOTHING_THERE.contains(e.getResultCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether an entry matches what the operator wants of all who log in. */
    boolean isWanted(LDAPInterface directory, Entry entry, TypedName name) throws LDAPException {
        if (config.searchFilter().isEmpty()) {
            return true;
        }
        DN dn = entry.getParsedDN();
        if (config.userSearchBase().isPresent()
                && !dn.isDescendantOf(config.userSearchBase().get(), true)) {
            return false;
        }
        Filter filter = config.searchFilter()
                .get()
                .fill(
                        Map.of("userattr", config.userAttribute().orElse("uid")),
                        Map.of("username", name.login(), "userdn", entry.getDN()));
        try {
            return directory
                            .search(entry.getDN(), SearchScope.BASE, filter, "1.1")
                            .getEntryCount()
                    == 1;
        } catch (LDAPException e) {
            if (NOTHING_THERE.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    private static Refusal several(Filter filter) {
        return Refusal.unknown("several entries match " + filter + "; "
                + "names have to be unique under LDAPAuthenticator.user_search_base");
    }
}
