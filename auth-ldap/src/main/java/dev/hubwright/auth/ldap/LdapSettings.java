package dev.hubwright.auth.ldap;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The section {@code LDAPAuthenticator}. */
final class LdapSettings {

    static final Setting<String> PROFILE = Setting.text("profile")
            .defaultsTo("generic")
            .must(LdapProfile::isKnown, "one of " + String.join(", ", LdapProfile.names()))
            .describedAs("Presets for a kind of directory: generic, ad, aadds, openldap or freeipa.");

    static final Setting<List<String>> SERVER_ADDRESS = Setting.texts("server_address")
            .defaultsTo(List.of())
            .describedAs("Names, addresses or ldap:// and ldaps:// URLs of the directory's servers.");

    static final Setting<Integer> SERVER_PORT = Setting.integer("server_port")
            .must(port -> port > 0 && port < 65536, "a port from 1 to 65535")
            .describedAs("The port of servers that are written without one; 636 for on_connect, else 389.");

    static final Setting<String> SERVER_SRV = Setting.text("server_srv_record")
            .describedAs("A DNS SRV record that lists the servers, such as _ldap._tcp.dc._msdcs.example.org.");

    static final Setting<String> SERVER_POOL_STRATEGY = Setting.text("server_pool_strategy")
            .defaultsTo("first")
            .must(
                    text -> Set.of("first", "round_robin", "random", "fastest").contains(lower(text)),
                    "first, round_robin, random or fastest")
            .describedAs("Which of several servers to ask: the first that works, each in turn, any, or the fastest.");

    static final Setting<String> TLS_STRATEGY = Setting.text("tls_strategy")
            .must(text -> Encryption.named(text).isPresent(), "before_bind, on_connect or insecure")
            .describedAs(
                    "before_bind is StartTLS (the default), on_connect is LDAPS, insecure sends passwords readably.");

    static final Setting<Boolean> USE_SSL = Setting.flag("use_ssl")
            .describedAs("The older spelling of tls_strategy: true is on_connect, a written false is insecure.");

    static final Setting<Object> TLS_KWARGS = Setting.any("tls_kwargs")
            .describedAs(
                    "ca_certs_file, ca_certs_data, validate, valid_names, version, ciphers, local_certificate_file,"
                            + " local_private_key_file, local_private_key_password.");

    static final Setting<List<String>> BIND_DN_TEMPLATE = Setting.texts("bind_dn_template")
            .defaultsTo(List.of())
            .describedAs(
                    "What a user name binds as, with {username} in it: a DN, {username}@domain or DOMAIN\\{username}.");

    static final Setting<Boolean> LOOKUP_DN =
            Setting.flag("lookup_dn").describedAs("Looks the person's entry up before the bind.");

    static final Setting<String> LOOKUP_DN_SEARCH_FILTER = Setting.text("lookup_dn_search_filter")
            .defaultsTo("({login_attr}={login})")
            .must(FilterTemplate::isFilter, "an LDAP filter with {login_attr} and {login}")
            .describedAs("The filter of that look-up.");

    static final Setting<String> LOOKUP_DN_SEARCH_USER = Setting.text("lookup_dn_search_user")
            .describedAs("The account that searches: a DN, or what else the directory takes for one.");

    static final Setting<Secret> LOOKUP_DN_SEARCH_PASSWORD =
            Setting.secret("lookup_dn_search_password").describedAs("Its password.");

    static final Setting<String> LOOKUP_DN_USER_DN_ATTRIBUTE = Setting.text("lookup_dn_user_dn_attribute")
            .describedAs("Whose value fills bind_dn_template after a look-up, and is the hub's name for the person.");

    static final Setting<Boolean> USE_LOOKUP_DN_USERNAME = Setting.flag("use_lookup_dn_username")
            .defaultsTo(true)
            .describedAs("Whether a written lookup_dn_user_dn_attribute is the hub's name; else user_attribute is.");

    static final Setting<String> USER_SEARCH_BASE =
            Setting.text("user_search_base").describedAs("The DN under which people are.");

    static final Setting<String> USER_ATTRIBUTE =
            Setting.text("user_attribute").describedAs("The attribute that holds what people type as their name.");

    static final Setting<Boolean> ESCAPE_USERDN = Setting.flag("escape_userdn")
            .ignored("because names are always escaped")
            .describedAs("Not needed.");

    static final Setting<String> SEARCH_FILTER = Setting.text("search_filter")
            .must(text -> text.isBlank() || FilterTemplate.isFilter(text), "an LDAP filter")
            .describedAs("What a person's entry must match to log in; {userattr} and {username} are filled in.");

    static final Setting<List<String>> ATTRIBUTES = Setting.texts("attributes")
            .defaultsTo(List.of())
            .ignored("because auth_state_attributes says what is kept")
            .describedAs("Attributes that were read together with search_filter.");

    static final Setting<List<String>> AUTH_STATE_ATTRIBUTES = Setting.texts("auth_state_attributes")
            .defaultsTo(List.of())
            .describedAs("Attributes of the person that are kept as user_attributes in auth_state.");

    static final Setting<String> GROUP_SEARCH_FILTER = Setting.text("group_search_filter")
            .defaultsTo("(|(member={userdn})(uniqueMember={userdn})(memberUid={uid}))")
            .must(FilterTemplate::isFilter, "an LDAP filter with {userdn} or {uid}")
            .describedAs("Which groups a person is in.");

    static final Setting<List<String>> GROUP_ATTRIBUTES = Setting.texts("group_attributes")
            .defaultsTo(List.of())
            .ignored("because the directory is asked for membership, and the members are not read")
            .describedAs("Attributes of groups that held members.");

    static final Setting<String> GROUP_SEARCH_BASE = Setting.text("group_search_base")
            .describedAs("The DN under which groups are; by default the whole directory.");

    static final Setting<String> GROUP_NAME_ATTRIBUTE = Setting.text("group_name_attribute")
            .defaultsTo("cn")
            .describedAs("The attribute that names a group in the hub.");

    static final Setting<Boolean> NESTED_GROUPS = Setting.flag("nested_groups")
            .defaultsTo(true)
            .describedAs("Whether members of a group that is itself in a group are in both.");

    static final Setting<String> SUBJECT_ATTRIBUTE = Setting.text("subject_attribute")
            .describedAs(
                    "What never changes about a person: by default objectGUID, nsUniqueId or entryUUID, whichever is there. "
                            + "Empty: nothing, which saves a search where bind_dn_template is all there is.");

    static final Setting<String> VALID_USERNAME_REGEX = Setting.text("valid_username_regex")
            .defaultsTo("^[a-z][.a-z0-9_-]*$")
            .must(LdapSettings::isPattern, "a regular expression")
            .describedAs("What the whole user name must match, in lower case and without blanks around it.");

    static final Setting<Boolean> ALLOW_PASSWORD_CHANGE = Setting.flag("allow_password_change")
            .defaultsTo(true)
            .describedAs("Lets people change a password that is too old or must be changed, over TLS only.");

    static final Setting<Duration> CONNECT_TIMEOUT = Setting.seconds("connect_timeout")
            .defaultsTo(Duration.ofSeconds(5))
            .must(LdapSettings::isPositive, "more than 0 seconds")
            .describedAs("Seconds after which a server that does not take a connection counts as unreachable.");

    static final Setting<Duration> RESPONSE_TIMEOUT = Setting.seconds("response_timeout")
            .defaultsTo(Duration.ofSeconds(10))
            .must(LdapSettings::isPositive, "more than 0 seconds")
            .describedAs("Seconds after which a server that does not answer counts as unreachable.");

    static final Setting<Integer> MAX_CONNECTIONS = Setting.integer("max_connections")
            .defaultsTo(32)
            .must(count -> count > 0, "a number above 0")
            .describedAs("How many connections there may be for the binds of people, and as many for searches.");

    static final Schema SCHEMA = AuthenticatorSettings.SCHEMA.then(
            "LDAPAuthenticator",
            PROFILE,
            SERVER_ADDRESS,
            SERVER_PORT,
            SERVER_SRV,
            SERVER_POOL_STRATEGY,
            TLS_STRATEGY,
            USE_SSL,
            TLS_KWARGS,
            BIND_DN_TEMPLATE,
            LOOKUP_DN,
            LOOKUP_DN_SEARCH_FILTER,
            LOOKUP_DN_SEARCH_USER,
            LOOKUP_DN_SEARCH_PASSWORD,
            LOOKUP_DN_USER_DN_ATTRIBUTE,
            USE_LOOKUP_DN_USERNAME,
            USER_SEARCH_BASE,
            USER_ATTRIBUTE,
            ESCAPE_USERDN,
            SEARCH_FILTER,
            ATTRIBUTES,
            AUTH_STATE_ATTRIBUTES,
            GROUP_SEARCH_FILTER,
            GROUP_ATTRIBUTES,
            GROUP_SEARCH_BASE,
            GROUP_NAME_ATTRIBUTE,
            NESTED_GROUPS,
            SUBJECT_ATTRIBUTE,
            VALID_USERNAME_REGEX,
            ALLOW_PASSWORD_CHANGE,
            CONNECT_TIMEOUT,
            RESPONSE_TIMEOUT,
            MAX_CONNECTIONS);

    private LdapSettings() {}

    static String path(Setting<?> setting) {
        return "LDAPAuthenticator." + setting.key();
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

    private static boolean isPositive(Duration value) {
        return value.toMillis() > 0;
    }
}
