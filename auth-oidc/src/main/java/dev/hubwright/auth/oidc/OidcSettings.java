package dev.hubwright.auth.oidc;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The section {@code GenericOAuthenticator}. */
final class OidcSettings {

    static final Setting<String> ISSUER = Setting.text("issuer")
            .must(text -> !text.isBlank(), "the address of an issuer, such as https://sso.example.org/realms/staff")
            .formerly("openid_provider_url")
            .describedAs("The OpenID Connect issuer, spelled as in its tokens. All other addresses are found by it.");

    static final Setting<URI> JWKS_URL =
            Setting.url("jwks_url").describedAs("Where the issuer's keys are, in place of what discovery says.");

    static final Setting<URI> END_SESSION_URL = Setting.url("end_session_url")
            .describedAs("Where browsers log out at the issuer, in place of what discovery says.");

    static final Setting<URI> POST_LOGOUT_REDIRECT_URL = Setting.url("post_logout_redirect_url")
            .describedAs("Where the issuer sends browsers after a logout there, as it is registered there.");

    static final Setting<String> USERDATA_METHOD = Setting.text("userdata_method")
            .defaultsTo("GET")
            .must(text -> text.equalsIgnoreCase("GET") || text.equalsIgnoreCase("POST"), "GET or POST")
            .variables("OAUTH2_USERDATA_METHOD")
            .describedAs("The HTTP method for userdata_url.");

    static final Setting<String> CLAIM_GROUPS_KEY = Setting.text("claim_groups_key")
            .defaultsTo("groups")
            .variables("OAUTH2_GROUPS_KEY")
            .describedAs("The claim with the person's groups; auth_state_groups_key stands over it.");

    static final Setting<String> USERNAME_REGEX = Setting.text("username_regex")
            .must(OidcSettings::isPattern, "a regular expression")
            .describedAs("What the whole of username_claim must match; others are refused.");

    static final Setting<String> USERNAME_REPLACEMENT = Setting.text("username_replacement")
            .describedAs("The name made of that match, with $1 for the first group. By default $1, or all of it.");

    static final Setting<Boolean> REQUIRE_VERIFIED_EMAIL = Setting.flag("require_verified_email")
            .defaultsTo(true)
            .describedAs("Takes an e-mail address for a name only where email_verified is true.");

    static final Setting<String> SUBJECT_CLAIM = Setting.text("subject_claim")
            .describedAs("What never changes about a person, for services without ID tokens; by default sub, or id. "
                    + "Empty: nothing.");

    static final Setting<String> CLIENT_AUTH_METHOD = Setting.text("client_auth_method")
            .must(text -> ClientAuthMethod.named(text).isPresent(), ClientAuthMethod.names())
            .describedAs("How the hub proves itself to the provider: " + ClientAuthMethod.names() + ".");

    static final Setting<Secret> CLIENT_PRIVATE_KEY =
            Setting.secret("client_private_key").describedAs("The key for private_key_jwt: PKCS #8 in PEM, or a JWK.");

    static final Setting<String> CLIENT_PRIVATE_KEY_ID = Setting.text("client_private_key_id")
            .describedAs("The id of that key at the provider, where it wants one.");

    static final Setting<Boolean> BASIC_AUTH_UNENCODED = Setting.flag("basic_auth_unencoded")
            .defaultsTo(false)
            .describedAs("Sends id and secret as they are, for providers that do not decode them as RFC 6749 wants.");

    static final Setting<String> ID_TOKEN_ALG = Setting.text("id_token_signed_response_alg")
            .defaultsTo("RS256")
            .must(TokenVerifier::isSafeAlgorithm, "one of " + String.join(", ", TokenVerifier.SAFE_ALGORITHMS))
            .describedAs("The one algorithm with which the issuer signs tokens for this hub.");

    static final Setting<Duration> CLOCK_SKEW = Setting.seconds("clock_skew")
            .defaultsTo(Duration.ofSeconds(60))
            .must(value -> !value.isNegative() && value.toMinutes() <= 10, "0 to 600 seconds")
            .describedAs("Seconds by which the issuer's clock may differ from this machine's.");

    static final Schema SCHEMA = OAuthSettings.SCHEMA.then(
            "GenericOAuthenticator",
            ISSUER,
            JWKS_URL,
            END_SESSION_URL,
            POST_LOGOUT_REDIRECT_URL,
            USERDATA_METHOD,
            CLAIM_GROUPS_KEY,
            USERNAME_REGEX,
            USERNAME_REPLACEMENT,
            REQUIRE_VERIFIED_EMAIL,
            SUBJECT_CLAIM,
            CLIENT_AUTH_METHOD,
            CLIENT_PRIVATE_KEY,
            CLIENT_PRIVATE_KEY_ID,
            BASIC_AUTH_UNENCODED,
            ID_TOKEN_ALG,
            CLOCK_SKEW);

    private OidcSettings() {}

    static String path(Setting<?> setting) {
        return "GenericOAuthenticator." + setting.key();
    }

    static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
