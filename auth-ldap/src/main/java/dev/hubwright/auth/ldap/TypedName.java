package dev.hubwright.auth.ldap;

import java.text.Normalizer;
import java.util.Optional;

/**
 * What somebody typed as their name, in one spelling.
 *
 * @param login the name itself, in lower case
 * @param full {@code login@domain} or {@code DOMAIN\login} where that was typed and the directory knows such names
 */
record TypedName(String login, Optional<String> full) {

    private static final int LONGEST = 256;

    /** Reads a name; empty if nobody can be called that. */
    static Optional<TypedName> read(String typed, LdapConfig config) {
        String text = normalised(typed);
        if (text.isEmpty() || text.length() > LONGEST || text.codePoints().anyMatch(TypedName::isInvisible)) {
            return Optional.empty();
        }
        String login = config.profile().isActiveDirectory() ? withoutDomain(text) : text;
        if (!config.namePattern().matcher(login).matches()) {
            return Optional.empty();
        }
        return Optional.of(new TypedName(login, Optional.of(text).filter(name -> !name.equals(login))));
    }

    private static String withoutDomain(String text) {
        int backslash = text.indexOf('\\');
        int at = text.lastIndexOf('@');
        if (backslash >= 0) {
            return text.substring(backslash + 1);
        }
        return at > 0 ? text.substring(0, at) : text;
    }

    /** The domain behind an {@code @}, if there is one. */
    Optional<String> domain() {
        return full.filter(name -> name.indexOf('@') > 0).map(name -> name.substring(name.lastIndexOf('@') + 1));
    }

    /** Lower case in which no foreign letter, such as the Kelvin sign, turns into a plain one. */
    private static String normalised(String typed) {
        StringBuilder lower = new StringBuilder();
        Normalizer.normalize(typed.strip().replace('\u212A', '\uFFFD'), Normalizer.Form.NFC)
                .codePoints()
                .forEach(c -> {
                    int small = Character.toLowerCase(c);
                    lower.appendCodePoint(small < 128 && c >= 128 ? c : small);
                });
        return lower.toString();
    }

    private static boolean isInvisible(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
