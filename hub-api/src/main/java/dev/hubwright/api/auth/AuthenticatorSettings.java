package dev.hubwright.api.auth;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The settings that every authenticator has: the section {@code Authenticator}, with JupyterHub 5's meaning. */
public final class AuthenticatorSettings {

    /** Lets in everybody who can log in. */
    public static final Setting<Boolean> ALLOW_ALL =
            Setting.flag("allow_all").defaultsTo(false).describedAs("Lets in everybody whom the authenticator knows.");

    /** Lets in these. */
    public static final Setting<List<String>> ALLOWED_USERS = Setting.texts("allowed_users")
            .defaultsTo(List.of())
            .formerly("whitelist")
            .describedAs("The users who may log in.");

    /** Lets in whoever is in one of these groups. */
    public static final Setting<List<String>> ALLOWED_GROUPS = Setting.texts("allowed_groups")
            .defaultsTo(List.of())
            .formerly("group_whitelist")
            .describedAs("Members of these groups may log in.");

    /** Lets in whoever has been here before. */
    public static final Setting<Boolean> ALLOW_EXISTING_USERS = Setting.flag("allow_existing_users")
            .defaultsTo(false)
            .describedAs("Lets in everybody who has a user in the hub already.");

    /** Keeps these out, whatever else lets them in. */
    public static final Setting<List<String>> BLOCKED_USERS = Setting.texts("blocked_users")
            .defaultsTo(List.of())
            .formerly("blacklist")
            .describedAs("The users who may not log in, whatever else would let them in.");

    /** Makes these administrators. */
    public static final Setting<List<String>> ADMIN_USERS = Setting.texts("admin_users")
            .defaultsTo(List.of())
            .describedAs("Users who may log in and are administrators.");

    /** Makes members of these groups administrators. */
    public static final Setting<List<String>> ADMIN_GROUPS = Setting.texts("admin_groups")
            .defaultsTo(List.of())
            .describedAs("Members of these groups may log in and are administrators, as long as they are members.");

    /** Lets the authenticator's groups replace the hub's. */
    public static final Setting<Boolean> MANAGE_GROUPS = Setting.flag("manage_groups")
            .defaultsTo(false)
            .describedAs("Groups of the hub are those that the authenticator reports, at each login.");

    /** Names of the authenticator to names of the hub. */
    public static final Setting<Map<String, String>> USERNAME_MAP = Setting.textMap("username_map")
            .defaultsTo(Map.of())
            .describedAs("Other names for some users: what the authenticator says, and what the hub uses.");

    /** What the whole of a user name must match. */
    public static final Setting<String> USERNAME_PATTERN = Setting.text("username_pattern")
            .must(AuthenticatorSettings::isPattern, "a regular expression")
            .describedAs("A regular expression that the whole of every user name must match.");

    /** Put before every name, so that two authenticators never claim the same one. */
    public static final Setting<String> USERNAME_PREFIX = Setting.text("username_prefix")
            .defaultsTo("")
            .describedAs("Put before the names of this authenticator's users.");

    /** Has people stay the users that they are when their names change elsewhere. */
    public static final Setting<Boolean> KEEP_USER_ON_RENAME = Setting.flag("keep_user_on_rename")
            .defaultsTo(false)
            .describedAs(
                    "Somebody whose name changes at the identity provider stays the user that they were here; without effect"
                            + " where require_local_account ties names to accounts.");

    /** Keeps what the authenticator wants kept about a person. */
    public static final Setting<Boolean> ENABLE_AUTH_STATE = Setting.flag("enable_auth_state")
            .defaultsTo(false)
            .describedAs("Keeps what the authenticator reports about a person, encrypted with JUPYTERHUB_CRYPT_KEY.");

    /** What people's servers may get tokens for. */
    public static final Setting<List<String>> TOKEN_RESOURCES = Setting.texts("token_resources")
            .defaultsTo(List.of())
            .describedAs(
                    "What a running server may get fresh tokens of its owner for, from the hub; nothing by default.");

    /** Which services may exchange tokens that people gave them. */
    public static final Setting<List<String>> TOKEN_SERVICES = Setting.texts("token_services")
            .defaultsTo(List.of())
            .describedAs(
                    "The hub's services that may exchange a token of a person, made for the hub, for one that is for"
                            + " what token_resources names; none by default.");

    /** Puts parts of what is kept into the environment of servers. */
    public static final Setting<Map<String, String>> AUTH_STATE_ENVIRONMENT = Setting.textMap("auth_state_environment")
            .defaultsTo(Map.of())
            .must(
                    AuthenticatorSettings::areVariables,
                    "a map such as {GIT_TOKEN: access_token, MAIL: oauth_user.email}")
            .describedAs("Environment variables of servers, and what of auth_state each of them gets, by dotted path.");

    /** How old an answer of the authenticator may be. */
    public static final Setting<Duration> AUTH_REFRESH_AGE = Setting.seconds("auth_refresh_age")
            .defaultsTo(Duration.ofMinutes(5))
            .describedAs("Seconds after which a person's standing is looked at again; 0 never looks again.");

    /** Looks again before each start of a server. */
    public static final Setting<Boolean> REFRESH_PRE_SPAWN = Setting.flag("refresh_pre_spawn")
            .defaultsTo(false)
            .describedAs("Looks at a person's standing again before each start of a server.");

    /** Goes to the identity provider without showing the login page. */
    public static final Setting<Boolean> AUTO_LOGIN = Setting.flag("auto_login")
            .defaultsTo(false)
            .describedAs("Begins the login at once instead of showing the login page.");

    /** The same on the way from a server. */
    public static final Setting<Boolean> AUTO_LOGIN_OAUTH2_AUTHORIZE = Setting.flag("auto_login_oauth2_authorize")
            .defaultsTo(false)
            .describedAs("Begins the login at once where a server asks who somebody is.");

    /** Asks for a one-time code beside the password. */
    public static final Setting<Boolean> REQUEST_OTP = Setting.flag("request_otp")
            .defaultsTo(false)
            .describedAs("Shows a field for a one-time code on the login page.");

    /** What stands beside the field for the one-time code. */
    public static final Setting<String> OTP_PROMPT = Setting.text("otp_prompt")
            .defaultsTo("OTP:")
            .describedAs("What stands beside the field for the one-time code.");

    /** Lets in only people with an account on the hub's machine. */
    public static final Setting<Boolean> REQUIRE_LOCAL_ACCOUNT = Setting.flag("require_local_account")
            .defaultsTo(false)
            .describedAs("Lets in only people whose name, as the authenticator spells it, has an account here.");

    /** Keeps out accounts with low user ids. */
    public static final Setting<Integer> MIN_UID = Setting.integer("min_uid")
            .defaultsTo(1000)
            .must(uid -> uid >= 0, "a user id, 0 or more")
            .describedAs("The lowest user id of an account that require_local_account is content with.");

    /** What somebody reads who logged in and is not allowed. */
    public static final Setting<String> CUSTOM_403_MESSAGE = Setting.text("custom_403_message")
            .defaultsTo("You are known, but you may not use this hub. Ask its administrator to let you in.")
            .describedAs("What a person reads whose login is right but who may not use the hub.");

    /** The section {@code Authenticator}; a factory adds its own with {@link Schema#then}. */
    public static final Schema SCHEMA = Schema.of(
            "Authenticator",
            ALLOW_ALL,
            ALLOWED_USERS,
            ALLOWED_GROUPS,
            ALLOW_EXISTING_USERS,
            BLOCKED_USERS,
            ADMIN_USERS,
            ADMIN_GROUPS,
            MANAGE_GROUPS,
            USERNAME_MAP,
            USERNAME_PATTERN,
            USERNAME_PREFIX,
            KEEP_USER_ON_RENAME,
            ENABLE_AUTH_STATE,
            TOKEN_RESOURCES,
            TOKEN_SERVICES,
            AUTH_STATE_ENVIRONMENT,
            AUTH_REFRESH_AGE,
            REFRESH_PRE_SPAWN,
            AUTO_LOGIN,
            AUTO_LOGIN_OAUTH2_AUTHORIZE,
            REQUEST_OTP,
            OTP_PROMPT,
            REQUIRE_LOCAL_ACCOUNT,
            MIN_UID,
            CUSTOM_403_MESSAGE);

    private AuthenticatorSettings() {}

    private static boolean areVariables(Map<String, String> mapping) {
        return mapping.entrySet().stream()
                .allMatch(entry -> entry.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")
                        && !entry.getKey().startsWith("JUPYTERHUB_")
                        && !entry.getKey().startsWith("JPY_")
                        && !entry.getValue().isBlank());
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
