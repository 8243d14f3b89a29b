package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what settings mean together, and what is wrong between them. Does no I/O. */
final class LdapChecks {

    private LdapChecks() {}

    static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        checkServers(settings, problems);
        checkTemplates(settings, problems);
        checkDn(settings, LdapSettings.USER_SEARCH_BASE, problems);
        checkDn(settings, LdapSettings.GROUP_SEARCH_BASE, problems);
        problems.addAll(TlsOptions.problems(settings.find(LdapSettings.TLS_KWARGS)));
        checkLookup(settings, problems);
        return problems;
    }

    /** Nothing written is StartTLS; what is readable on the way has to be written. */
    static Encryption encryption(Settings settings) {
        Optional<Encryption> written = settings.find(LdapSettings.TLS_STRATEGY).flatMap(Encryption::named);
        if (written.isPresent()) {
            return written.get();
        }
        if (settings.find(LdapSettings.USE_SSL).isEmpty()) {
            return Encryption.STARTTLS;
        }
        if (!settings.get(LdapSettings.USE_SSL)) {
            return Encryption.NONE;
        }
        // The oldest releases began TLS on the plain port when use_ssl was true.
        boolean plainPort = settings.find(LdapSettings.SERVER_PORT)
                .filter(port -> port == 389)
                .isPresent();
        return plainPort ? Encryption.STARTTLS : Encryption.LDAPS;
    }

    static List<ServerAddress> servers(Settings settings) {
        int port = settings.find(LdapSettings.SERVER_PORT).orElse(0);
        return settings.get(LdapSettings.SERVER_ADDRESS).stream()
                .filter(address -> !address.isBlank())
                .map(address -> ServerAddress.parse(address, port, encryption(settings)))
                .toList();
    }

    static List<BindTemplate> templates(Settings settings) {
        return settings.get(LdapSettings.BIND_DN_TEMPLATE).stream()
                .filter(template -> !template.isBlank())
                .map(BindTemplate::of)
                .toList();
    }

    private static void checkServers(Settings settings, List<Problem> problems) {
        try {
            if (servers(settings).isEmpty()
                    && settings.find(LdapSettings.SERVER_SRV).isEmpty()) {
                problems.add(problem(
                        settings,
                        LdapSettings.SERVER_ADDRESS,
                        "is missing; write where the directory is, such as ldaps://ldap.example.org"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(problem(
                    settings,
                    LdapSettings.SERVER_ADDRESS,
                    "= \"" + e.getMessage()
                            + "\" is no server's address; write a host, host:port or ldaps://host:port"));
        }
    }

    private static void checkTemplates(Settings settings, List<Problem> problems) {
        templates(settings).stream()
                .filter(template -> !template.isValid())
                .forEach(template -> problems.add(problem(
                        settings,
                        LdapSettings.BIND_DN_TEMPLATE,
                        "= \"" + template + "\" is not a DN or login name with {username} in it; "
                                + "try \"uid={username},ou=people,dc=example,dc=org\"")));
    }

    private static void checkLookup(Settings settings, List<Problem> problems) {
        LdapProfile profile = LdapProfile.named(settings.get(LdapSettings.PROFILE));
        boolean looksUp = settings.find(LdapSettings.LOOKUP_DN)
                .orElse(profile.looksUp() && templates(settings).isEmpty());
        if (!looksUp && templates(settings).isEmpty()) {
            problems.add(problem(
                    settings,
                    LdapSettings.BIND_DN_TEMPLATE,
                    "is missing; write it, or set LDAPAuthenticator.lookup_dn to true"));
        }
        if (looksUp && isBlank(settings, LdapSettings.USER_SEARCH_BASE)) {
            problems.add(problem(
                    settings,
                    LdapSettings.USER_SEARCH_BASE,
                    "is missing, and lookup_dn needs it: the DN of all people"));
        }
        if (looksUp
                && isBlank(settings, LdapSettings.USER_ATTRIBUTE)
                && profile.userAttribute().isEmpty()) {
            problems.add(problem(
                    settings,
                    LdapSettings.USER_ATTRIBUTE,
                    "is missing, and lookup_dn needs it: uid, or sAMAccountName in Active Directory"));
        }
        boolean user = !isBlank(settings, LdapSettings.LOOKUP_DN_SEARCH_USER);
        boolean password = settings.find(LdapSettings.LOOKUP_DN_SEARCH_PASSWORD)
                .filter(secret -> !secret.isEmpty())
                .isPresent();
        if (user != password) {
            problems.add(problem(
                    settings,
                    user ? LdapSettings.LOOKUP_DN_SEARCH_PASSWORD : LdapSettings.LOOKUP_DN_SEARCH_USER,
                    "is missing; lookup_dn_search_user and lookup_dn_search_password go together"));
        }
    }

    private static boolean isBlank(Settings settings, Setting<String> setting) {
        return settings.find(setting).filter(text -> !text.isBlank()).isEmpty();
    }

    private static void checkDn(Settings settings, Setting<String> setting, List<Problem> problems) {
        settings.find(setting)
                .filter(text -> !text.isBlank() && !DN.isValidDN(text.strip()))
                .ifPresent(text -> problems.add(problem(
                        settings,
                        setting,
                        "= \"" + text + "\" is not a DN; expected something like ou=people,dc=example,dc=org")));
    }

    private static Problem problem(Settings settings, Setting<?> setting, String message) {
        return settings.isSet(setting)
                ? settings.problem(setting, message)
                : Problem.of(LdapSettings.path(setting), message);
    }

    /** What is right, and yet should make somebody look. */
    static List<Problem> warnings(Settings settings) {
        LdapConfig config = LdapConfig.of(settings);
        List<Problem> warnings = new ArrayList<>();
        if (config.sendsReadably()) {
            Setting<?> cause =
                    settings.isSet(LdapSettings.TLS_STRATEGY) ? LdapSettings.TLS_STRATEGY : LdapSettings.USE_SSL;
            warnings.add(problem(settings, cause, SafetyAdvice.READABLE));
        }
        if (!config.tls().verifies()) {
            warnings.add(problem(settings, LdapSettings.TLS_KWARGS, SafetyAdvice.UNVERIFIED));
        }
        return warnings;
    }
}
