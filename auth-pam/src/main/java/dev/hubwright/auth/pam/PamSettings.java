package dev.hubwright.auth.pam;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;

/** The sections {@code LocalAuthenticator} and {@code PAMAuthenticator}. */
final class PamSettings {

    static final Setting<Boolean> CREATE_SYSTEM_USERS = Setting.flag("create_system_users")
            .defaultsTo(false)
            .describedAs("Makes the local account of somebody who has none, before their first server starts.");

    static final Setting<List<String>> ADD_USER_CMD = Setting.texts("add_user_cmd")
            .defaultsTo(List.of("adduser", "-q", "--gecos", "", "--disabled-password"))
            .must(command -> !command.isEmpty(), "a command and its arguments")
            .describedAs(
                    "The command that makes an account: USERNAME in it stands for the name, which also follows it.");

    static final Setting<Map<String, String>> UIDS = Setting.textMap("uids")
            .defaultsTo(Map.of())
            .must(PamSettings::areUids, "user names, each with a user id of 1 or more")
            .describedAs("The user ids of accounts that create_system_users makes; others are left to the command.");

    static final Setting<String> SERVICE = Setting.text("service")
            .defaultsTo("login")
            .must(name -> name.matches("[A-Za-z0-9._-]+") && !name.startsWith("."), "the name of a file in /etc/pam.d")
            .describedAs("The PAM service: the name of a file in /etc/pam.d.");

    static final Setting<String> ENCODING = Setting.text("encoding")
            .defaultsTo("utf8")
            .must(PamSettings::isCharset, "the name of an encoding, such as utf8 or latin1")
            .describedAs("The encoding in which names, passwords and messages are exchanged with PAM.");

    static final Setting<Boolean> CHECK_ACCOUNT = Setting.flag("check_account")
            .defaultsTo(true)
            .describedAs("Asks PAM whether the account may be used: expiry, times, hosts, must change password.");

    static final Setting<Boolean> OPEN_SESSIONS = Setting.flag("open_sessions")
            .defaultsTo(false)
            .describedAs("Keeps a PAM session open around each server, in a process of its own.");

    static final Setting<Integer> EXECUTOR_THREADS = Setting.integer("executor_threads")
            .defaultsTo(4)
            .must(count -> count >= 1 && count <= 64, "a number from 1 to 64")
            .describedAs("How many logins PAM works on at the same time; 1 for modules that cannot do more.");

    static final Setting<Boolean> PAM_NORMALIZE_USERNAME = Setting.flag("pam_normalize_username")
            .defaultsTo(false)
            .describedAs("Takes the name that the account's user id has; names with @ or \\ always are.");

    static final Setting<Boolean> ALLOW_PASSWORD_CHANGE = Setting.flag("allow_password_change")
            .defaultsTo(true)
            .describedAs("Lets people whose password must be changed do that as they log in.");

    static final Schema SCHEMA = AuthenticatorSettings.SCHEMA
            .then("LocalAuthenticator", CREATE_SYSTEM_USERS, ADD_USER_CMD, UIDS)
            .then(
                    "PAMAuthenticator",
                    SERVICE,
                    ENCODING,
                    CHECK_ACCOUNT,
                    OPEN_SESSIONS,
                    EXECUTOR_THREADS,
                    PAM_NORMALIZE_USERNAME,
                    ALLOW_PASSWORD_CHANGE);

    private PamSettings() {}

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    private static boolean areUids(Map<String, String> uids) {
        return uids.values().stream().allMatch(uid -> uid.matches("[1-9]\\d{0,9}"));
    }
}
