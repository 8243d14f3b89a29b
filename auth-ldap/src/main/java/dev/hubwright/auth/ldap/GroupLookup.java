package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The groups of a person, nested ones too. Membership is asked by filter, so that groups of any size cost the same.
 * Thread-safe.
 */
final class GroupLookup {

    private static final String IN_CHAIN = "member:1.2.840.113556.1.4.1941:";
    private static final int DEEPEST = 10;
    private static final int MOST = 2000;
    private static final Set<ResultCode> NOT_THERE =
            Set.of(ResultCode.NO_SUCH_OBJECT, ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ResultCode.REFERRAL);

    private final LdapConfig config;
    private final DirectoryRoot root;

    GroupLookup(LdapConfig config, DirectoryRoot root) {
        this.config = config;
        this.root = root;
    }

    /**
     * The names of all groups; a group that the settings name by its DN is there under that spelling as well.
     *
     * @param login the person's name as {@code memberUid} has it
     */
    Set<String> of(LDAPInterface directory, Entry person, String login) throws LDAPException {
        DN base = config.groupSearchBase().isPresent()
                ? config.groupSearchBase().get()
                : root.suffix(person.getParsedDN());
        Map<DN, String> found = new LinkedHashMap<>();
        collect(directory, base.toString(), SearchScope.SUB, filter(person, login), found);
        if (config.nestedGroups() && !root.isActiveDirectory()) {
            addOuterGroups(directory, base.toString(), found);
        }
        Set<String> names = new LinkedHashSet<>();
        // A group that calls itself by another group's DN must not pass for that one.
        found.values().stream().filter(name -> !isDn(name)).forEach(names::add);
        for (String written : config.groupsThatMatter()) {
            if (isDn(written) && isIn(directory, new DN(written), person, login, found)) {
                names.add(written);
            }
        }
        return names;
    }

    private boolean isIn(LDAPInterface directory, DN group, Entry person, String login, Map<DN, String> found)
            throws LDAPException {
        if (found.containsKey(group)) {
            return true;
        }
        Map<DN, String> one = new LinkedHashMap<>();
        collect(directory, group.toString(), SearchScope.BASE, filter(person, login), one);
        return one.containsKey(group);
    }

    private Filter filter(Entry person, String login) throws LDAPException {
        if (root.isActiveDirectory() && !config.groupFilterIsWritten()) {
            Filter member = config.nestedGroups()
                    ? Filter.create("(" + IN_CHAIN + "=" + Filter.encodeValue(person.getDN()) + ")")
                    : Filter.createEqualityFilter("member", person.getDN());
            return primaryGroup(person).length == 0
                    ? member
                    : Filter.createORFilter(member, Filter.createEqualityFilter("objectSid", primaryGroup(person)));
        }
        return config.groupFilter().fill(Map.of(), Map.of("userdn", person.getDN(), "uid", login, "username", login));
    }

    /** The SID of the group that has no list of members: that of the person with the last number exchanged. */
    private static byte[] primaryGroup(Entry person) {
        byte[] sid = person.getAttributeValueBytes("objectSid");
        Integer group = person.getAttributeValueAsInteger("primaryGroupID");
        if (sid == null || group == null || sid.length < 12) {
            return new byte[0];
        }
        byte[] changed = sid.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.length - 4, group);
        return changed;
    }

    private void addOuterGroups(LDAPInterface directory, String base, Map<DN, String> found) throws LDAPException {
        List<DN> layer = new ArrayList<>(found.keySet());
        for (int depth = 0; depth < DEEPEST && !layer.isEmpty() && found.size() < MOST; depth++) {
            Map<DN, String> outer = new LinkedHashMap<>();
            for (DN inner : layer) {
                Filter holders = Filter.createORFilter(
                        Filter.createEqualityFilter("member", inner.toString()),
                        Filter.createEqualityFilter("uniqueMember", inner.toString()));
                collect(directory, base, SearchScope.SUB, holders, outer);
            }
            outer.keySet().removeAll(found.keySet());
            found.putAll(outer);
            layer = new ArrayList<>(outer.keySet());
        }
    }

    private void collect(LDAPInterface directory, String base, SearchScope scope, Filter filter, Map<DN, String> found)
            throws LDAPException {
        try {
            String attribute = config.groupNameAttribute();
            for (SearchResultEntry group :
                    directory.search(base, scope, filter, attribute).getSearchEntries()) {
                String name = group.getAttributeValue(attribute);
                found.put(group.getParsedDN(), name == null ? group.getDN() : name);
            }
        } catch (LDAPException e) {
            if (!NOT_THERE.contains(e.getResultCode())) {
                throw e;
            }
        }
    }

    private static boolean isDn(String text) {
        return text.indexOf('=') > 0 && DN.isValidDN(text);
    }
}
