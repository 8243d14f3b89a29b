package dev.hubwright.auth.azuread;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The section {@code AzureAdOAuthenticator}. */
final class AzureAdSettings {

    static final Setting<String> TENANT_ID = Setting.text("tenant_id")
            .must(text -> text.matches("[A-Za-z0-9][A-Za-z0-9.-]*"), "the id or a domain of a tenant")
            .variables("AAD_TENANT_ID")
            .describedAs(
                    "The directory: its id or one of its domains; organizations, consumers or common for several.");

    static final Setting<List<String>> ALLOWED_TENANTS = Setting.texts("allowed_tenants")
            .defaultsTo(List.of())
            .must(list -> list.stream().allMatch(AzureAdSettings::isId), "a list of ids of tenants")
            .describedAs("Whose people may log in where tenant_id stands for several; ids only.");

    static final Setting<URI> AUTHORITY_HOST = Setting.url("authority_host")
            .defaultsTo(URI.create("https://login.microsoftonline.com"))
            .formerly("graph_url")
            .variables("AZURE_AUTHORITY_HOST")
            .describedAs("Where people log in; another one in a national cloud.");

    static final Setting<URI> GRAPH_ENDPOINT = Setting.url("graph_endpoint")
            .defaultsTo(URI.create("https://graph.microsoft.com"))
            .describedAs("Microsoft Graph, which is asked for groups; another one in a national cloud.");

    static final Setting<Boolean> ACCEPT_V1_TOKENS = Setting.flag("accept_v1_tokens")
            .defaultsTo(false)
            .describedAs("Takes ID tokens of version 1.0 too, whose issuer is another one.");

    static final Setting<String> USER_GROUPS_CLAIM = Setting.text("user_groups_claim")
            .defaultsTo("groups")
            .describedAs("The claim with the person's groups; auth_state_groups_key stands over it.");

    static final Setting<Map<String, String>> GROUP_NAMES = Setting.textMap("group_names")
            .defaultsTo(Map.of())
            .must(map -> map.keySet().stream().allMatch(AzureAdSettings::isId), "a map from ids of groups to names")
            .describedAs("Names for groups, by their ids; other groups keep their ids.");

    static final Setting<List<String>> ALLOWED_APP_ROLES = Setting.texts("allowed_app_roles")
            .defaultsTo(List.of())
            .opensTheDoor()
            .describedAs("Lets in everybody who has one of these app roles.");

    static final Setting<List<String>> ADMIN_APP_ROLES = Setting.texts("admin_app_roles")
            .defaultsTo(List.of())
            .opensTheDoor()
            .describedAs(
                    "Lets in everybody who has one of these app roles, as administrators as long as they have it.");

    static final Setting<Boolean> ALLOW_GUESTS = Setting.flag("allow_guests")
            .defaultsTo(false)
            .describedAs("Takes guests of other organisations too; the allow rules still have to let them in.");

    static final Setting<List<String>> ALLOWED_GUEST_DOMAINS = Setting.texts("allowed_guest_domains")
            .defaultsTo(List.of())
            .describedAs("The domains that guests may come from; any by default.");

    static final Setting<String> CERTIFICATE_PATH = Setting.text("client_certificate_path")
            .variables("AZURE_CLIENT_CERTIFICATE_PATH")
            .describedAs("A file in PEM with a certificate and its private key, in place of client_secret.");

    static final Setting<String> FEDERATED_TOKEN_FILE = Setting.text("federated_token_file")
            .variables("AZURE_FEDERATED_TOKEN_FILE")
            .describedAs("A file with a token of the cluster (workload identity), in place of client_secret.");

    static final Setting<Boolean> ALLOW_DEVICE_CODE = Setting.flag("allow_device_code")
            .defaultsTo(false)
            .describedAs("Lets programs without a browser log in with a code that their person types at Microsoft.");

    static final Setting<Duration> CLOCK_SKEW = Setting.seconds("clock_skew")
            .defaultsTo(Duration.ofSeconds(60))
            .must(value -> !value.isNegative() && value.toMinutes() <= 10, "0 to 600 seconds")
            .describedAs("Seconds by which Microsoft's clock may differ from this machine's.");

    static final Schema SCHEMA = OAuthSettings.SCHEMA
            .then(
                    "AzureAdOAuthenticator",
                    AuthenticatorSettings.KEEP_USER_ON_RENAME.defaultsTo(true),
                    OAuthSettings.LOGIN_SERVICE.defaultsTo("Azure AD"),
                    OAuthSettings.USERNAME_CLAIM.defaultsTo("preferred_username"),
                    OAuthSettings.SCOPE.defaultsTo(List.of("openid", "profile", "offline_access", "User.Read")),
                    OAuthSettings.USERDATA_URL.ignored("because the ID token says who somebody is"),
                    OAuthSettings.USERDATA_PARAMS.ignored("because the ID token says who somebody is"),
                    OAuthSettings.USERDATA_TOKEN_METHOD.ignored("because the ID token says who somebody is"),
                    OAuthSettings.USERDATA_FROM_ID_TOKEN.ignored("because it is always so"),
                    OAuthSettings.TOKEN_PARAMS.ignored("because MSAL4J makes the requests for tokens"),
                    OAuthSettings.BASIC_AUTH.ignored("because MSAL4J makes the requests for tokens"),
                    OAuthSettings.ENABLE_PKCE.ignored("because PKCE is always on"),
                    TENANT_ID,
                    ALLOWED_TENANTS,
                    AUTHORITY_HOST,
                    GRAPH_ENDPOINT,
                    ACCEPT_V1_TOKENS,
                    USER_GROUPS_CLAIM,
                    GROUP_NAMES,
                    ALLOWED_APP_ROLES,
                    ADMIN_APP_ROLES,
                    ALLOW_GUESTS,
                    ALLOWED_GUEST_DOMAINS,
                    CERTIFICATE_PATH,
                    FEDERATED_TOKEN_FILE,
                    ALLOW_DEVICE_CODE,
                    CLOCK_SKEW)
            .alsoNamed("LocalAzureAdOAuthenticator");

    private AzureAdSettings() {}

    static String path(Setting<?> setting) {
        return "AzureAdOAuthenticator." + setting.key();
    }

    static boolean isId(String text) {
        return text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    }
}
