package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Optional;

/** What a user name binds as: a DN, or a login name such as {@code {username}@domain}. */
final class BindTemplate {

    private static final String PLACE = "{username}";

    private final String text;
    private final Optional<DN> dn;

    private BindTemplate(String text, Optional<DN> dn) {
        this.text = text;
        this.dn = dn;
    }

    static BindTemplate of(String text) {
        String stripped = text.strip();
        // A bare {username} is filled with a whole DN or login name.
        return new BindTemplate(stripped, stripped.contains("=") ? parse(stripped) : Optional.empty());
    }

    private static Optional<DN> parse(String text) {
        try {
            return Optional.of(new DN(text));
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    /** Whether it can be used at all. */
    boolean isValid() {
        return text.contains(PLACE) && (dn.isPresent() || !text.contains("="));
    }

    boolean isDn() {
        return dn.isPresent();
    }

    /** Whether there is nothing around the name, so that it restricts nothing. */
    boolean isBare() {
        return text.equals(PLACE);
    }

    /** What to bind as, as a string for the server. */
    String fill(String username) {
        return dn.map(any -> fillDn(username).toString()).orElseGet(() -> text.replace(PLACE, username));
    }

    /** The DN of a person; the name becomes part of a value, whatever is in it. */
    DN fillDn(String username) {
        RDN[] parts = dn.orElseThrow().getRDNs();
        RDN[] filled = new RDN[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String[] values = parts[i].getAttributeValues();
            for (int j = 0; j < values.length; j++) {
                values[j] = values[j].replace(PLACE, username);
            }
            filled[i] = new RDN(parts[i].getAttributeNames(), values);
        }
        return new DN(filled);
    }

    /** The attribute whose whole value is the user name, if it stands first. */
    Optional<String> nameAttribute() {
        return dn.map(DN::getRDN)
                .filter(rdn -> rdn.getAttributeValues()[0].equals(PLACE))
                .map(rdn -> rdn.getAttributeNames()[0]);
    }

    /** The DN of the part of the directory that the template is in. */
    Optional<DN> parent() {
        return dn.map(DN::getParent);
    }

    @Override
    public String toString() {
        return text;
    }
}
