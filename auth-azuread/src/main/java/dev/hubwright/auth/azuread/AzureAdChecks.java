package dev.hubwright.auth.azuread;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for what is wrong between settings that are right one by one. */
final class AzureAdChecks {

    private static final Set<String> OURS_IN_AUTHORIZE = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "claims",
            "code_challenge",
            "code_challenge_method");

    private final Settings settings;
    private final List<Problem> problems = new ArrayList<>();

    private AzureAdChecks(Settings settings) {
        this.settings = settings;
    }

    static List<Problem> problems(Settings settings) {
        AzureAdChecks checks = new AzureAdChecks(settings);
        checks.checkTenant();
        checks.checkClient();
        checks.checkAddresses();
        checks.checkScopes();
        checks.checkGuests();
        checks.checkGroups();
        checks.problems.addAll(HttpOptions.problems(settings));
        return checks.problems;
    }

    private void checkTenant() {
        if (settings.find(AzureAdSettings.TENANT_ID).isEmpty()) {
            add(AzureAdSettings.TENANT_ID, "is missing: the id of your directory, or organizations for several");
        }
        boolean several = AzureAdConfig.isSeveralTenants(settings);
        boolean listed = !settings.get(AzureAdSettings.ALLOWED_TENANTS).isEmpty();
        if (several && !listed) {
            add(
                    AzureAdSettings.ALLOWED_TENANTS,
                    "is missing: with tenant_id = \"" + settings.get(AzureAdSettings.TENANT_ID)
                            + "\" anybody could log in who has an account at Microsoft; list the ids of your tenants");
        }
        if (!several && listed) {
            add(AzureAdSettings.ALLOWED_TENANTS, "has no effect with a single tenant_id; write organizations there");
        }
    }

    private void checkClient() {
        if (settings.find(OAuthSettings.CLIENT_ID).orElse("").isBlank()) {
            add(OAuthSettings.CLIENT_ID, "is missing: the application (client) id of your app registration");
        }
        boolean proof = settings.find(OAuthSettings.CLIENT_SECRET)
                        .filter(secret -> !secret.isEmpty())
                        .isPresent()
                || settings.find(AzureAdSettings.CERTIFICATE_PATH).isPresent()
                || settings.find(AzureAdSettings.FEDERATED_TOKEN_FILE).isPresent();
        if (!proof) {
            add(
                    OAuthSettings.CLIENT_SECRET,
                    "is missing; write it (better as ${file:/path}), or client_certificate_path, or "
                            + "federated_token_file");
        }
    }

    private void checkAddresses() {
        for (Setting<URI> setting : List.of(AzureAdSettings.AUTHORITY_HOST, AzureAdSettings.GRAPH_ENDPOINT)) {
            URI address = settings.get(setting);
            boolean bare =
                    address.getRawPath().isEmpty() || address.getRawPath().equals("/");
            if (!"https".equalsIgnoreCase(address.getScheme()) || address.getHost() == null || !bare) {
                add(setting, "= \"" + address + "\" is no address of a host; expected https://host");
            }
        }
        for (Setting<URI> setting : List.of(OAuthSettings.AUTHORIZE_URL, OAuthSettings.TOKEN_URL)) {
            Optional<URI> address = settings.find(setting);
            if (address.isPresent() && !address.get().toString().contains("/oauth2/v2.0/")) {
                add(
                        setting,
                        "= \"" + address.get() + "\" is not of version 2.0 (…/oauth2/v2.0/…); remove it, for it is "
                                + "found by tenant_id");
            }
        }
        if (!settings.get(OAuthSettings.VALIDATE_SERVER_CERT)) {
            add(
                    OAuthSettings.VALIDATE_SERVER_CERT,
                    "is false: whoever stands between could log in as anybody; remove it, and name the authority "
                            + "in http_request_kwargs.ca_certs");
        }
    }

    private void checkScopes() {
        List<String> scopes = settings.get(OAuthSettings.SCOPE);
        if (!scopes.contains("openid") || !scopes.contains("profile")) {
            add(OAuthSettings.SCOPE, "needs openid and profile, without which nobody says who somebody is");
        }
        List<String> missing = settings.get(OAuthSettings.ALLOWED_SCOPES).stream()
                .filter(scope -> !scopes.contains(scope))
                .toList();
        if (!missing.isEmpty()) {
            add(OAuthSettings.ALLOWED_SCOPES, "has " + missing + ", which scope does not ask for; add it there");
        }
        settings.get(OAuthSettings.EXTRA_AUTHORIZE_PARAMS).keySet().stream()
                .filter(OURS_IN_AUTHORIZE::contains)
                .forEach(name -> add(
                        OAuthSettings.EXTRA_AUTHORIZE_PARAMS,
                        "must not have \"" + name + "\", which each login sets itself"));
    }

    private void checkGuests() {
        boolean allowed = settings.get(AzureAdSettings.ALLOW_GUESTS);
        if (allowed && AzureAdConfig.isSeveralTenants(settings)) {
            add(
                    AzureAdSettings.ALLOW_GUESTS,
                    "needs a single tenant_id, of the tenant that they are guests of; with several tenants list theirs");
        }
        if (!allowed && !settings.get(AzureAdSettings.ALLOWED_GUEST_DOMAINS).isEmpty()) {
            add(AzureAdSettings.ALLOWED_GUEST_DOMAINS, "has no effect without allow_guests: true; write that too");
        }
    }

    private void checkGroups() {
        settings.find(OAuthSettings.AUTH_STATE_GROUPS_KEY)
                .filter(key -> !key.isBlank() && !key.startsWith(AuthStates.USER + "."))
                .ifPresent(key -> add(
                        OAuthSettings.AUTH_STATE_GROUPS_KEY,
                        "= \"" + key + "\" is not within the claims; expected user.<claim>"));
    }

    /** What is right, and yet should make somebody look. */
    static List<Problem> warnings(Settings settings) {
        AzureAdChecks checks = new AzureAdChecks(settings);
        String claim = settings.get(OAuthSettings.USERNAME_CLAIM);
        if (claim.equals("name")) {
            checks.add(
                    OAuthSettings.USERNAME_CLAIM,
                    "is name: people choose it, and two can have the same; the second one is refused. Use "
                            + "preferred_username");
        }
        if (claim.equals("email")) {
            checks.add(
                    OAuthSettings.USERNAME_CLAIM,
                    "is email, which is not verified and can change; use preferred_username");
        }
        List<Setting<?>> ignored = new ArrayList<>(List.of(
                OAuthSettings.CLIENT_SECRET, AzureAdSettings.CERTIFICATE_PATH, AzureAdSettings.FEDERATED_TOKEN_FILE));
        ignored.removeIf(setting -> settings.find(setting).isEmpty());
        ignored.stream()
                .skip(1)
                .forEach(setting -> checks.add(
                        setting, "is not used, because " + ignored.get(0).key() + " is there too; remove one of them"));
        return checks.problems;
    }

    private void add(Setting<?> setting, String message) {
        problems.add(
                settings.isSet(setting)
                        ? settings.problem(setting, message)
                        : Problem.of(AzureAdSettings.path(setting), message));
    }
}
