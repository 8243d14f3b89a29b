package dev.hubwright.auth.ldap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What kinds of directories have in common, as presets for settings that nobody wrote. */
enum LdapProfile {
    GENERIC("", false),
    AD("sAMAccountName", true),
    AADDS("sAMAccountName", true),
    OPENLDAP("uid", false),
    FREEIPA("uid", false);

    private final String userAttribute;
    private final boolean activeDirectory;

    LdapProfile(String userAttribute, boolean activeDirectory) {
        this.userAttribute = userAttribute;
        this.activeDirectory = activeDirectory;
    }

    Optional<String> userAttribute() {
        return Optional.of(userAttribute).filter(name -> !name.isEmpty());
    }

    /** FreeIPA has an id of its own, which stays where the server's may be switched on later. */
    List<String> subjectAttributes() {
        return this == FREEIPA ? List.of("ipaUniqueID") : Subjects.ATTRIBUTES;
    }

    boolean isActiveDirectory() {
        return activeDirectory;
    }

    /** Whether looking the entry up first is the usual way. */
    boolean looksUp() {
        return this != GENERIC;
    }

    static LdapProfile named(String name) {
        return valueOf(name.strip().toUpperCase(Locale.ROOT));
    }

    static boolean isKnown(String name) {
        return names().contains(LdapSettings.lower(name));
    }

    static List<String> names() {
        return Arrays.stream(values())
                .map(profile -> profile.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
