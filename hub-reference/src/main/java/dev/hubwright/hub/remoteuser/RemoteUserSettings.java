package dev.hubwright.hub.remoteuser;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.hub.proxy.AddressRange;
import java.net.URI;
import java.util.List;

/** The sections {@code RemoteUserAuthenticator} and {@code RemoteUserLocalAuthenticator}. */
final class RemoteUserSettings {

    static final Setting<String> HEADER_NAME = Setting.text("header_name")
            .defaultsTo("REMOTE_USER")
            .must(RemoteUserSettings::isHeader, "the name of a header")
            .describedAs("The header in which the front end says who somebody is.");

    static final Setting<List<String>> TRUSTED_PROXIES = Setting.texts("trusted_proxies")
            .defaultsTo(List.of())
            .must(all -> all.stream().allMatch(AddressRange::isRange), "IP addresses, or networks such as 10.0.0.0/8")
            .describedAs("The front ends that are believed: addresses or networks. Without any, those on this machine,"
                    + " and then the hub must not listen elsewhere.");

    static final Setting<Secret> FRONT_SECRET = Setting.secret("front_secret")
            .describedAs("What the front end has to send in front_secret_header, so that other programs on its machine"
                    + " cannot speak in its place.");

    static final Setting<String> FRONT_SECRET_HEADER = Setting.text("front_secret_header")
            .defaultsTo("X-Front-Secret")
            .must(RemoteUserSettings::isHeader, "the name of a header")
            .describedAs("The header that brings front_secret.");

    static final Setting<String> GROUPS_HEADER = Setting.text("groups_header")
            .must(RemoteUserSettings::isHeader, "the name of a header")
            .describedAs("The header with a person's groups, such as isMemberOf; ; stands between them.");

    static final Setting<List<String>> AUTH_STATE_HEADERS = Setting.texts("auth_state_headers")
            .defaultsTo(List.of())
            .must(all -> all.stream().allMatch(RemoteUserSettings::isHeader), "names of headers")
            .describedAs("Headers of the login that are kept in auth_state.");

    static final Setting<String> LOGIN_SERVICE = Setting.text("login_service")
            .defaultsTo("single sign-on")
            .describedAs("What stands after \"Sign in with\".");

    static final Setting<URI> LOGOUT_URL = Setting.url("logout_url")
            .formerly("logout_redirect_url")
            .describedAs("Where to send people who log out, to end their session at the front end.");

    private static final Setting<Boolean> AUTO_LOGIN = Setting.flag("auto_login")
            .defaultsTo(true)
            .describedAs("Takes the front end's word without showing the login page.");

    private static final Setting<Boolean> REQUIRE_LOCAL_ACCOUNT = Setting.flag("require_local_account")
            .defaultsTo(true)
            .describedAs("Lets in only people whose name, as the front end spells it, has an account here.");

    private static final Setting<Object> CREATE_SYSTEM_USERS = Setting.any("create_system_users")
            .ignored("because accounts are made by pam alone; make them with the system's own tools");

    static final Schema SCHEMA = AuthenticatorSettings.SCHEMA.then(
            "RemoteUserAuthenticator",
            HEADER_NAME,
            TRUSTED_PROXIES,
            FRONT_SECRET,
            FRONT_SECRET_HEADER,
            GROUPS_HEADER,
            AUTH_STATE_HEADERS,
            LOGIN_SERVICE,
            LOGOUT_URL,
            AUTO_LOGIN);

    static final Schema LOCAL_SCHEMA =
            SCHEMA.then("RemoteUserLocalAuthenticator", REQUIRE_LOCAL_ACCOUNT, CREATE_SYSTEM_USERS);

    private RemoteUserSettings() {}

    private static boolean isHeader(String name) {
        return name.matches("[A-Za-z0-9_-]+");
    }
}
