package dev.hubwright.api.auth;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings that authenticators by OAuth 2 and OpenID Connect have in common: the section {@code OAuthenticator}, with
 * the names of JupyterHub's oauthenticator. A provider adds a section of its own with {@link Schema#then}, and may declare
 * a setting again there to give it another default.
 */
public final class OAuthSettings {

    /** What the button says. */
    public static final Setting<String> LOGIN_SERVICE = Setting.text("login_service")
            .defaultsTo("OAuth 2.0")
            .must(text -> !text.isBlank(), "a text for the button")
            .variables("LOGIN_SERVICE")
            .describedAs("What stands after \"Sign in with\" on the button of the login page.");

    /** The client's id at the identity provider. */
    public static final Setting<String> CLIENT_ID = Setting.text("client_id")
            .variables("OAUTH_CLIENT_ID")
            .describedAs("The id under which this hub is registered at the identity provider.");

    /** The client's secret at the identity provider. */
    public static final Setting<Secret> CLIENT_SECRET = Setting.secret("client_secret")
            .variables("OAUTH_CLIENT_SECRET")
            .describedAs("The secret that belongs to client_id.");

    /** Where browsers come back to. */
    public static final Setting<URI> CALLBACK_URL = Setting.url("oauth_callback_url")
            .variables("OAUTH_CALLBACK_URL")
            .describedAs("Where the identity provider sends browsers back to, as it is registered there: "
                    + "https://hub.example.org/hub/oauth_callback. By default made from the hub's public URL.");

    /** Where a login begins. */
    public static final Setting<URI> AUTHORIZE_URL = Setting.url("authorize_url")
            .variables("OAUTH2_AUTHORIZE_URL")
            .describedAs("The identity provider's address for browsers.");

    /** Where codes become tokens. */
    public static final Setting<URI> TOKEN_URL = Setting.url("token_url")
            .variables("OAUTH2_TOKEN_URL")
            .describedAs("The identity provider's address for tokens.");

    /** Where a token becomes the description of a person. */
    public static final Setting<URI> USERDATA_URL = Setting.url("userdata_url")
            .variables("OAUTH2_USERDATA_URL")
            .describedAs("The identity provider's address that describes the person to whom a token belongs.");

    /** Adds to the request for the description of a person. */
    public static final Setting<Map<String, String>> USERDATA_PARAMS =
            Setting.textMap("userdata_params").defaultsTo(Map.of()).describedAs("Parameters added to userdata_url.");

    /** How the token goes to {@link #USERDATA_URL}. */
    public static final Setting<String> USERDATA_TOKEN_METHOD = Setting.text("userdata_token_method")
            .defaultsTo("header")
            .must(text -> Set.of("header", "url").contains(text.toLowerCase(Locale.ROOT)), "header or url")
            .variables("OAUTH2_USERDATA_REQUEST_TYPE")
            .describedAs("How the token is sent to userdata_url: in a header, or in the url, where others may log it.");

    /** Describes people by the ID token alone. */
    public static final Setting<Boolean> USERDATA_FROM_ID_TOKEN = Setting.flag("userdata_from_id_token")
            .defaultsTo(false)
            .describedAs("Takes the description of a person from the ID token and never asks userdata_url.");

    /** Which claim is the name. */
    public static final Setting<String> USERNAME_CLAIM = Setting.text("username_claim")
            .must(text -> !text.isBlank(), "the name of a claim")
            .formerly("username_key")
            .variables("OAUTH2_USERNAME_KEY")
            .describedAs("The claim that is the person's name in the hub.");

    /** Which part of the state holds the groups. */
    public static final Setting<String> AUTH_STATE_GROUPS_KEY = Setting.text("auth_state_groups_key")
            .describedAs("Where in auth_state the person's groups are, with dots: oauth_user.groups.");

    /** What to ask for. */
    public static final Setting<List<String>> SCOPE = Setting.texts("scope").describedAs("The scopes to ask for.");

    /** Lets in whoever was granted all of these. */
    public static final Setting<List<String>> ALLOWED_SCOPES = Setting.texts("allowed_scopes")
            .defaultsTo(List.of())
            .opensTheDoor()
            .describedAs("Lets in everybody to whom all of these scopes were granted; they must be in scope too.");

    /** Adds to the address where a login begins. */
    public static final Setting<Map<String, String>> EXTRA_AUTHORIZE_PARAMS = Setting.textMap("extra_authorize_params")
            .defaultsTo(Map.of())
            .describedAs("Parameters added to authorize_url.");

    /** Adds to requests for tokens. */
    public static final Setting<Map<String, String>> TOKEN_PARAMS = Setting.textMap("token_params")
            .defaultsTo(Map.of())
            .hidden()
            .formerly("extra_params")
            .describedAs("Parameters added to the request that makes tokens of a code.");

    /** How the secret is sent. */
    public static final Setting<Boolean> BASIC_AUTH = Setting.flag("basic_auth")
            .variables("OAUTH2_BASIC_AUTH")
            .describedAs("Sends the client's secret in a header (true) or in the form (false).");

    /** Binds a code to the login that asked for it. */
    public static final Setting<Boolean> ENABLE_PKCE = Setting.flag("enable_pkce")
            .defaultsTo(true)
            .describedAs("Binds each code to its login (PKCE, S256 only). Leave it on.");

    /** Checks certificates. */
    public static final Setting<Boolean> VALIDATE_SERVER_CERT = Setting.flag("validate_server_cert")
            .defaultsTo(true)
            .formerly("tls_verify")
            .variables("OAUTH_TLS_VERIFY", "OAUTH2_TLS_VERIFY")
            .describedAs("Whether the identity provider's certificate is checked.");

    /** Proxies, certificates and time limits. */
    public static final Setting<Object> HTTP_REQUEST_KWARGS = Setting.any("http_request_kwargs")
            .hidden()
            .describedAs(
                    "proxy_host, proxy_port, ca_certs, client_cert, client_key, connect_timeout, request_timeout.");

    /** Where browsers go after a logout. */
    public static final Setting<URI> LOGOUT_REDIRECT_URL = Setting.url("logout_redirect_url")
            .variables("OAUTH_LOGOUT_REDIRECT_URL")
            .describedAs("Where browsers are sent after a logout, in place of the identity provider's own address.");

    /** A Python function, which a settings file cannot hold. */
    public static final Setting<Object> MODIFY_AUTH_STATE_HOOK = code("modify_auth_state_hook");

    /** A Python function, which a settings file cannot hold. */
    public static final Setting<Object> REFRESH_USER_HOOK = code("refresh_user_hook");

    /** The sections {@code Authenticator} and {@code OAuthenticator}. */
    public static final Schema SCHEMA = AuthenticatorSettings.SCHEMA.then(
            "OAuthenticator",
            LOGIN_SERVICE,
            CLIENT_ID,
            CLIENT_SECRET,
            CALLBACK_URL,
            AUTHORIZE_URL,
            TOKEN_URL,
            USERDATA_URL,
            USERDATA_PARAMS,
            USERDATA_TOKEN_METHOD,
            USERDATA_FROM_ID_TOKEN,
            USERNAME_CLAIM,
            AUTH_STATE_GROUPS_KEY,
            SCOPE,
            ALLOWED_SCOPES,
            EXTRA_AUTHORIZE_PARAMS,
            TOKEN_PARAMS,
            BASIC_AUTH,
            ENABLE_PKCE,
            VALIDATE_SERVER_CERT,
            HTTP_REQUEST_KWARGS,
            LOGOUT_REDIRECT_URL,
            MODIFY_AUTH_STATE_HOOK,
            REFRESH_USER_HOOK);

    private OAuthSettings() {}

    /**
     * What is wrong with {@link #CALLBACK_URL} by the hub's own account of where it waits; empty if nothing is, or if one
     * of the two is not known.
     *
     * @param registry where the operator wrote the address down too, such as {@code at the provider}
     */
    public static Optional<Problem> callbackProblem(Settings settings, ProviderContext context, String registry) {
        Optional<URI> written = settings.find(CALLBACK_URL);
        Optional<URI> expected = context.callbackUrl();
        if (written.isEmpty() || expected.isEmpty() || isSame(written.get(), expected.get())) {
            return Optional.empty();
        }
        return Optional.of(settings.problem(
                CALLBACK_URL,
                "= \"" + written.get() + "\" does not lead back to this hub, which by its public URL waits at "
                        + expected.get() + "; correct one of the two, here and " + registry));
    }

    private static boolean isSame(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other)
                && one.getPath().equals(other.getPath());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static Setting<Object> code(String key) {
        return Setting.any(key)
                .must(value -> false, "nothing: settings hold no code; write a LoginHook in Java")
                .describedAs("Not possible in settings: a LoginHook in Java takes its place.");
    }
}
