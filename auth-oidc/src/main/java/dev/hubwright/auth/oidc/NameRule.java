package dev.hubwright.auth.oidc;

import dev.hubwright.api.auth.DenialReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a person's name of their claims: a claim, or a template of claims, and a pattern that it has to match. */
final class NameRule {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern EMAIL = Pattern.compile("(?:.*[./])?email");

    private final OidcConfig config;
    private final String claim;
    private final Optional<Pattern> pattern;
    private final String replacement;

    NameRule(OidcConfig config) {
        this.config = config;
        this.claim = config.usernameClaim();
        this.pattern = config.find(OidcSettings.USERNAME_REGEX).map(Pattern::compile);
        this.replacement = config.find(OidcSettings.USERNAME_REPLACEMENT).orElseGet(this::usualReplacement);
    }

    private String usualReplacement() {
        return pattern.filter(each -> each.matcher("").groupCount() > 0).isPresent() ? "$1" : "$0";
    }

    String name(Map<String, Object> claims) throws Refusal {
        String name = claim.contains("{") ? fromTemplate(claims) : value(claims, claim);
        return pattern.isPresent() ? matched(name, pattern.get()) : name;
    }

    private String fromTemplate(Map<String, Object> claims) throws Refusal {
        Matcher places = PLACE.matcher(claim);
        StringBuilder name = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(name, Matcher.quoteReplacement(value(claims, places.group(1))));
        }
        return places.appendTail(name).toString();
    }

    private String value(Map<String, Object> claims, String path) throws Refusal {
        Optional<String> text = ClaimPath.find(claims, path)
                .filter(value -> value instanceof String || value instanceof Number)
                .map(String::valueOf)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            throw Refusal.of(
                    DenialReason.INVALID_USERNAME,
                    config.service() + " does not tell your user name. Ask the administrator of this hub.",
                    "GenericOAuthenticator.username_claim = \"" + path + "\": there is no such text among the claims "
                            + names(claims) + "; ask for more scopes, or name another claim");
        }
        if (EMAIL.matcher(path).matches()) {
            checkVerified(claims, path);
        }
        return text.get();
    }

    /** Whoever can write any address into their account would be anybody. */
    private void checkVerified(Map<String, Object> claims, String path) throws Refusal {
        Object verified = ClaimPath.find(claims, path + "_verified").orElse(null);
        if (config.get(OidcSettings.REQUIRE_VERIFIED_EMAIL) && !Boolean.TRUE.equals(verified)) {
            throw Refusal.of(
                    DenialReason.NOT_PERMITTED,
                    "Your e-mail address is not verified at " + config.service() + ". Verify it there first.",
                    "the claim " + path + "_verified is "
                            + (verified == null ? "missing" : "\"" + Words.printable(String.valueOf(verified)) + "\"")
                            + ", not true, as GenericOAuthenticator.require_verified_email demands");
        }
    }

    private String matched(String name, Pattern whole) throws Refusal {
        Matcher matcher = whole.matcher(name);
        if (!matcher.matches()) {
            throw Refusal.of(
                    DenialReason.NOT_PERMITTED,
                    "Your account at " + config.service() + " cannot be used here. Ask the administrator of this hub.",
                    "\"" + Words.printable(name) + "\" does not match GenericOAuthenticator.username_regex = \"" + whole
                            + "\"");
        }
        return matcher.replaceFirst(replacement);
    }

    /** The names of the claims, never their values. */
    private static List<String> names(Map<String, Object> claims) {
        return new ArrayList<>(new TreeSet<>(claims.keySet()));
    }
}
