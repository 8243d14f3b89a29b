package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RootDSE;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the directory says about itself, asked once and kept. Thread-safe. */
final class DirectoryRoot {

    private static final String ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800";

    private final LdapConfig config;
    private final LdapConnections connections;
    private volatile Optional<RootDSE> known = Optional.empty();

    DirectoryRoot(LdapConfig config, LdapConnections connections) {
        this.config = config;
        this.connections = connections;
    }

    boolean isActiveDirectory() throws LDAPException {
        if (config.profile() != LdapProfile.GENERIC) {
            return config.profile().isActiveDirectory();
        }
        return values("supportedCapabilities").contains(ACTIVE_DIRECTORY);
    }

    /** The top of what the directory holds about people. */
    DN suffix(DN inside) throws LDAPException {
        for (String context : values("defaultNamingContext")) {
            return new DN(context);
        }
        for (String context : values("namingContexts")) {
            if (inside.isDescendantOf(context, true)) {
                return new DN(context);
            }
        }
        return new DN(Subjects.suffix(inside));
    }

    /** The DNS name of the domain that a DN is in: {@code ad.example.org} for {@code dc=ad,dc=example,dc=org}. */
    static String domain(DN inside) {
        return Arrays.stream(inside.getRDNs())
                .filter(part -> part.hasAttribute("dc"))
                .map(part -> part.getAttributeValues()[0].toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("."));
    }

    /** None either where the directory tells strangers nothing about itself. */
    private List<String> values(String attribute) throws LDAPException {
        if (known.isEmpty()) {
            known = Optional.ofNullable(connections.service().getRootDSE());
        }
        return known.map(root -> root.getAttributeValues(attribute))
                .map(List::of)
                .orElse(List.of());
    }
}
