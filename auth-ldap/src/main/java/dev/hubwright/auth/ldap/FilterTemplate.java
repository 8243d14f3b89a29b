package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Map;

/** A filter with places in braces, into which values go escaped. */
final class FilterTemplate {

    private final String text;

    private FilterTemplate(String text) {
        this.text = text;
    }

    static FilterTemplate of(String text) {
        String stripped = text.strip();
        return new FilterTemplate(stripped.startsWith("(") ? stripped : "(" + stripped + ")");
    }

    static boolean isFilter(String text) {
        try {
            // Any place could be that of an attribute's name, so what is tried must be a name.
            Filter.create(of(text).text.replaceAll("\\{[a-z_]+}", "x"));
            return true;
        } catch (LDAPException e) {
            return false;
        }
    }

    /**
     * Fills the places in one go, so that no value can bring a place of its own.
     *
     * @param names put in as they are: names of attributes, from the settings
     * @param values put in escaped
     */
    Filter fill(Map<String, String> names, Map<String, String> values) throws LDAPException {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            String place = close < 0 ? "" : text.substring(open + 1, close);
            filled.append(text, from, open);
            if (values.containsKey(place)) {
                filled.append(Filter.encodeValue(values.get(place)));
            } else if (names.containsKey(place)) {
                filled.append(names.get(place));
            } else {
                filled.append('{');
                close = open;
            }
            from = close + 1;
        }
        return Filter.create(filled.append(text.substring(from)).toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
