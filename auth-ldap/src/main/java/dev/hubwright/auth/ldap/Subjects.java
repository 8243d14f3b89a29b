package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import dev.hubwright.api.auth.Subject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What never changes about a person. */
final class Subjects {

    private static final String GUID = "objectGUID";

    static final List<String> ATTRIBUTES = List.of(GUID, "nsUniqueId", "entryUUID");

    private Subjects() {}

    static Optional<Subject> of(Entry entry, List<String> attributes) throws LDAPException {
        for (String attribute : attributes) {
            String[] values = entry.getAttributeValues(attribute);
            boolean isGuid = attribute.equalsIgnoreCase(GUID);
            if (values != null && values.length == 1 && !values[0].isBlank()) {
                byte[] bytes = entry.getAttributeValueBytes(attribute);
                String id = isGuid && bytes.length == 16 ? guid(bytes) : values[0].toLowerCase(Locale.ROOT);
                return Optional.of(new Subject(suffix(entry.getParsedDN()), id));
            }
        }
        return Optional.empty();
    }

    /** A filter that finds the entry again, whatever it is called by now. */
    static Filter filter(Subject subject, List<String> attributes) {
        List<Filter> ways = attributes.stream()
                .map(attribute -> attribute.equalsIgnoreCase(GUID)
                        ? guidFilter(subject.id())
                        : Optional.of(Filter.createEqualityFilter(attribute, subject.id())))
                .flatMap(Optional::stream)
                .toList();
        return Filter.createORFilter(ways);
    }

    /** The part of a DN that names the directory. */
    static String suffix(DN dn) {
        RDN[] parts = dn.getRDNs();
        if (parts.length == 0) {
            return "";
        }
        int first = parts.length;
        while (first > 0 && parts[first - 1].hasAttribute("dc")) {
            first--;
        }
        if (first == parts.length) {
            first = parts.length - 1;
        }
        return new DN(Arrays.copyOfRange(parts, first, parts.length)).toNormalizedString();
    }

    /** Active Directory keeps the first three parts of a GUID with their bytes turned round. */
    private static String guid(byte[] bytes) {
        ByteBuffer turned = ByteBuffer.wrap(turn(bytes));
        return new UUID(turned.getLong(), turned.getLong()).toString();
    }

    private static Optional<Filter> guidFilter(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            byte[] bytes = ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            return Optional.of(Filter.createEqualityFilter(GUID, turn(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] turn(byte[] bytes) {
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
        byte[] turned = new byte[16];
        for (int i = 0; i < 16; i++) {
            turned[i] = bytes[order[i]];
        }
        return turned;
    }
}
