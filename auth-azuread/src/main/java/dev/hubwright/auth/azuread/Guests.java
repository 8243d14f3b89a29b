package dev.hubwright.auth.azuread;

import dev.hubwright.api.auth.DenialReason;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows guests of other organisations, and gives them names that people can read and no member has. */
final class Guests {

    private static final String MARK = "#ext#";

    private final AzureAdConfig config;

    Guests(AzureAdConfig config) {
        this.config = config;
    }

    boolean isGuest(Map<String, Object> claims) {
        boolean account = "1".equals(String.valueOf(claims.get("acct")));
        boolean elsewhere = claims.get("idp") instanceof String idp
                && !idp.toLowerCase(Locale.ROOT)
                        .contains(String.valueOf(claims.get("tid")).toLowerCase(Locale.ROOT));
        return account || elsewhere || names(claims).anyMatch(Guests::isMarked);
    }

    private static Stream<String> names(Map<String, Object> claims) {
        return Stream.of("preferred_username", "upn", "unique_name", "email")
                .map(claims::get)
                .filter(Objects::nonNull)
                .map(String::valueOf);
    }

    private static boolean isMarked(String name) {
        return name.toLowerCase(Locale.ROOT).contains(MARK);
    }

    /**
     * The address that a guest has at home.
     *
     * @throws Refusal if guests like this one are not to come in
     */
    String name(Map<String, Object> claims) throws Refusal {
        if (!config.get(AzureAdSettings.ALLOW_GUESTS)) {
            throw refused("a guest of another organisation; AzureAdOAuthenticator.allow_guests would take guests");
        }
        Optional<String> name =
                names(claims).map(Guests::atHome).filter(Guests::isAddress).findFirst();
        if (name.isEmpty()) {
            throw refused("a guest of whom no address at home is known; ask for the scope profile");
        }
        String domain = name.get().substring(name.get().indexOf('@') + 1);
        if (!config.allowedGuestDomains().isEmpty()
                && !config.allowedGuestDomains().contains(domain.toLowerCase(Locale.ROOT))) {
            throw refused("a guest from \"" + Words.printable(domain)
                    + "\", which is not in AzureAdOAuthenticator.allowed_guest_domains");
        }
        return name.get();
    }

    private Refusal refused(String detail) {
        return Refusal.of(
                DenialReason.NOT_PERMITTED,
                "Guests of your organisation cannot log in here. Ask the administrator of this hub.",
                detail);
    }

    /** {@code ann_other.org#EXT#@corp.org} is {@code ann@other.org}; {@code live.com#ann@other.org} too. */
    private static String atHome(String name) {
        int mark = name.toLowerCase(Locale.ROOT).indexOf(MARK);
        if (mark >= 0) {
            String local = name.substring(0, mark);
            int at = local.lastIndexOf('_');
            return at < 0 ? "" : local.substring(0, at) + "@" + local.substring(at + 1);
        }
        return name.substring(name.lastIndexOf('#') + 1);
    }

    private static boolean isAddress(String name) {
        return name.matches("[^@\\s/#]+@[^@\\s/#]+");
    }
}
