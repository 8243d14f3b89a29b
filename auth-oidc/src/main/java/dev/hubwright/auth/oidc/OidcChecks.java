package dev.hubwright.auth.oidc;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for what is wrong between settings that are right one by one. */
final class OidcChecks {

    private static final Set<String> OURS_IN_AUTHORIZE = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "request",
            "request_uri");

    private static final Set<String> OURS_IN_TOKEN = Set.of("grant_type", "code", "redirect_uri", "code_verifier");

    private final Settings settings;
    private final List<Problem> problems = new ArrayList<>();

    private OidcChecks(Settings settings) {
        this.settings = settings;
    }

    static List<Problem> problems(Settings settings) {
        OidcChecks checks = new OidcChecks(settings);
        checks.checkAddresses();
        checks.checkClient();
        checks.checkScopes();
        checks.checkParameters();
        checks.checkName();
        checks.problems.addAll(HttpOptions.problems(settings));
        return checks.problems;
    }

    /** What the operator chose; empty to go by what the provider can do. */
    static Optional<ClientAuthMethod> clientAuthMethod(Settings settings) {
        return settings.find(OidcSettings.CLIENT_AUTH_METHOD)
                .flatMap(ClientAuthMethod::named)
                .or(() -> settings.find(OAuthSettings.BASIC_AUTH)
                        .map(basic ->
                                basic ? ClientAuthMethod.CLIENT_SECRET_BASIC : ClientAuthMethod.CLIENT_SECRET_POST));
    }

    private void checkAddresses() {
        Optional<String> issuer = settings.find(OidcSettings.ISSUER).map(String::strip);
        if (issuer.isPresent() && !isIssuer(issuer.get())) {
            add(
                    OidcSettings.ISSUER,
                    "= \"" + issuer.get() + "\" is not an issuer; expected https://host/path without ? and #");
        }
        if (issuer.isEmpty()) {
            require(OAuthSettings.AUTHORIZE_URL);
            require(OAuthSettings.TOKEN_URL);
            require(OAuthSettings.USERDATA_URL);
        }
        if (settings.get(OAuthSettings.USERDATA_FROM_ID_TOKEN)) {
            if (issuer.isEmpty()) {
                add(
                        OAuthSettings.USERDATA_FROM_ID_TOKEN,
                        "needs GenericOAuthenticator.issuer, without which an ID token cannot be checked");
            }
            if (settings.isSet(OAuthSettings.USERDATA_URL)) {
                add(OAuthSettings.USERDATA_FROM_ID_TOKEN, "and userdata_url exclude each other; remove one of them");
            }
        }
    }

    private static boolean isIssuer(String text) {
        try {
            URI issuer = URI.create(text);
            return issuer.getHost() != null
                    && Set.of("http", "https").contains(issuer.getScheme())
                    && issuer.getRawQuery() == null
                    && issuer.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void require(Setting<?> setting) {
        if (!settings.isSet(setting)) {
            add(setting, "is missing; write it, or GenericOAuthenticator.issuer, by which it is found");
        }
    }

    private void checkClient() {
        if (settings.find(OAuthSettings.CLIENT_ID).orElse("").isBlank()) {
            add(OAuthSettings.CLIENT_ID, "is missing: the id under which this hub is registered at the provider");
        }
        ClientAuthMethod method = clientAuthMethod(settings).orElse(ClientAuthMethod.CLIENT_SECRET_BASIC);
        boolean hasSecret = settings.find(OAuthSettings.CLIENT_SECRET)
                .filter(secret -> !secret.isEmpty())
                .isPresent();
        if (method.needsSecret() && !hasSecret) {
            add(
                    OAuthSettings.CLIENT_SECRET,
                    "is missing; write it (better as ${file:/path}), or set client_auth_method to none for a public "
                            + "client");
        }
        if (method == ClientAuthMethod.PRIVATE_KEY_JWT) {
            checkPrivateKey();
        }
        if (method.isMutualTls() && !HttpOptions.of(settings).hasClientCertificate()) {
            add(
                    OAuthSettings.HTTP_REQUEST_KWARGS,
                    "needs client_cert and client_key for client_auth_method " + method.text());
        }
    }

    private void checkPrivateKey() {
        Optional<String> flaw = settings.find(OidcSettings.CLIENT_PRIVATE_KEY)
                .map(key -> PrivateKeys.flaw(key.reveal()))
                .orElse(Optional.of("is missing, and private_key_jwt needs it"));
        flaw.ifPresent(text -> add(OidcSettings.CLIENT_PRIVATE_KEY, text));
    }

    private void checkScopes() {
        Optional<List<String>> scopes = settings.find(OAuthSettings.SCOPE);
        if (settings.isSet(OidcSettings.ISSUER)
                && scopes.filter(list -> !list.contains("openid")).isPresent()) {
            add(OAuthSettings.SCOPE, "has no openid in it, without which there is no ID token; add it");
        }
        List<String> missing = settings.get(OAuthSettings.ALLOWED_SCOPES).stream()
                .filter(scope -> !scopes.orElse(List.of()).contains(scope))
                .toList();
        if (!missing.isEmpty()) {
            add(OAuthSettings.ALLOWED_SCOPES, "has " + missing + ", which scope does not ask for; add it there");
        }
    }

    private void checkParameters() {
        checkReserved(OAuthSettings.EXTRA_AUTHORIZE_PARAMS, OURS_IN_AUTHORIZE);
        checkReserved(OAuthSettings.TOKEN_PARAMS, OURS_IN_TOKEN);
    }

    private void checkReserved(Setting<Map<String, String>> setting, Set<String> reserved) {
        settings.get(setting).keySet().stream()
                .filter(reserved::contains)
                .forEach(name -> add(setting, "must not have \"" + name + "\", which each login sets itself"));
    }

    private void checkName() {
        Optional<String> regex = settings.find(OidcSettings.USERNAME_REGEX);
        Optional<String> replacement = settings.find(OidcSettings.USERNAME_REPLACEMENT);
        if (replacement.isPresent() && regex.isEmpty()) {
            add(OidcSettings.USERNAME_REPLACEMENT, "has no effect without username_regex; write that too");
        }
        if (replacement.isPresent() && regex.isPresent()) {
            Matcher groups = Pattern.compile(regex.get() + "|").matcher("");
            if (!groups.matches() || !fits(groups, replacement.get())) {
                add(OidcSettings.USERNAME_REPLACEMENT, "names a group that username_regex does not have");
            }
        }
    }

    private static boolean fits(Matcher groups, String replacement) {
        try {
            groups.replaceAll(replacement);
            return true;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What is right, and yet should make somebody look. */
    static List<Problem> warnings(Settings settings) {
        OidcChecks checks = new OidcChecks(settings);
        if (!settings.get(OAuthSettings.VALIDATE_SERVER_CERT)) {
            checks.add(
                    OAuthSettings.VALIDATE_SERVER_CERT,
                    "is false: whoever stands between can log in as anybody; use http_request_kwargs with ca_certs");
        }
        if (!settings.get(OAuthSettings.ENABLE_PKCE)) {
            checks.add(OAuthSettings.ENABLE_PKCE, "is false: a stolen code can be used; remove it");
        }
        if (settings.get(OAuthSettings.USERDATA_TOKEN_METHOD).equalsIgnoreCase("url")) {
            checks.add(OAuthSettings.USERDATA_TOKEN_METHOD, "is url: tokens appear in the provider's logs; use header");
        }
        if (!settings.get(OidcSettings.REQUIRE_VERIFIED_EMAIL)) {
            checks.add(
                    OidcSettings.REQUIRE_VERIFIED_EMAIL,
                    "is false: somebody may claim another's e-mail address and log in as them");
        }
        checks.warnOfPlainHttp(OAuthSettings.TOKEN_URL, settings.find(OAuthSettings.TOKEN_URL));
        checks.warnOfPlainHttp(OAuthSettings.USERDATA_URL, settings.find(OAuthSettings.USERDATA_URL));
        checks.warnOfPlainHttp(
                OidcSettings.ISSUER,
                settings.find(OidcSettings.ISSUER).map(String::strip).map(URI::create));
        return checks.problems;
    }

    private void warnOfPlainHttp(Setting<?> setting, Optional<URI> address) {
        address.filter(uri -> uri.getScheme().equalsIgnoreCase("http"))
                .filter(uri -> !Set.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost()))
                .ifPresent(uri -> add(setting, "begins with http: secrets and tokens go readably; use https"));
    }

    private void add(Setting<?> setting, String message) {
        problems.add(
                settings.isSet(setting)
                        ? settings.problem(setting, message)
                        : Problem.of(OidcSettings.path(setting), message));
    }
}
