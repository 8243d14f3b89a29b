package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the directory is, how people are found in it, and what is read about them. Immutable; {@code toString} shows no
 * secret.
 *
 * <p>The builder has what most directories need; the rest is in the settings of the section {@code LDAPAuthenticator},
 * which {@link #of} takes.
 */
public final class LdapConfig {

    private final Settings settings;
    private final LdapProfile profile;
    private final Encryption encryption;
    private final List<ServerAddress> servers;
    private final TlsOptions tls;
    private final List<BindTemplate> templates;
    private final Pattern namePattern;

    private LdapConfig(Settings settings) {
        InvalidSettings.throwIfAny(LdapChecks.problems(settings));
        this.settings = settings;
        this.profile = LdapProfile.named(settings.get(LdapSettings.PROFILE));
        this.encryption = LdapChecks.encryption(settings);
        this.servers = LdapChecks.servers(settings);
        this.tls = TlsOptions.of(settings.find(LdapSettings.TLS_KWARGS));
        this.templates = LdapChecks.templates(settings);
        this.namePattern = Pattern.compile(settings.get(LdapSettings.VALID_USERNAME_REGEX));
    }

    /**
     * What the settings say.
     *
     * @throws InvalidSettings with everything that is wrong between them
     */
    public static LdapConfig of(Settings settings) {
        return new LdapConfig(settings);
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    LdapProfile profile() {
        return profile;
    }

    List<ServerAddress> servers() {
        return servers;
    }

    Encryption encryption() {
        return encryption;
    }

    /** Whether passwords can be read on their way to some server. */
    boolean sendsReadably() {
        return servers.isEmpty()
                ? encryption == Encryption.NONE
                : servers.stream().anyMatch(server -> server.encryption() == Encryption.NONE);
    }

    TlsOptions tls() {
        return tls;
    }

    List<BindTemplate> templates() {
        return templates;
    }

    boolean looksUp() {
        return settings.find(LdapSettings.LOOKUP_DN).orElse(profile.looksUp() && templates.isEmpty());
    }

    FilterTemplate lookupFilter() {
        return FilterTemplate.of(settings.get(LdapSettings.LOOKUP_DN_SEARCH_FILTER));
    }

    Optional<String> searchUser() {
        return text(LdapSettings.LOOKUP_DN_SEARCH_USER);
    }

    Secret searchPassword() {
        return settings.find(LdapSettings.LOOKUP_DN_SEARCH_PASSWORD).orElse(Secret.of(""));
    }

    Optional<DN> userSearchBase() {
        return text(LdapSettings.USER_SEARCH_BASE).map(LdapConfig::dn);
    }

    /** What people type. */
    Optional<String> userAttribute() {
        return text(LdapSettings.USER_ATTRIBUTE)
                .or(profile::userAttribute)
                .or(() -> templates.stream().allMatch(BindTemplate::isDn)
                        ? Optional.empty()
                        : LdapProfile.AD.userAttribute());
    }

    /** What fills the template after a look-up. */
    Optional<String> userDnAttribute() {
        return text(LdapSettings.LOOKUP_DN_USER_DN_ATTRIBUTE).or(() -> templates.stream()
                .flatMap(each -> each.nameAttribute().stream())
                .findFirst());
    }

    /** What names somebody in the hub after a look-up. */
    Optional<String> hubNameAttribute() {
        return text(LdapSettings.LOOKUP_DN_USER_DN_ATTRIBUTE)
                .filter(written -> settings.get(LdapSettings.USE_LOOKUP_DN_USERNAME))
                .or(this::userAttribute);
    }

    Optional<FilterTemplate> searchFilter() {
        return text(LdapSettings.SEARCH_FILTER).map(FilterTemplate::of);
    }

    List<String> authStateAttributes() {
        return settings.get(LdapSettings.AUTH_STATE_ATTRIBUTES);
    }

    FilterTemplate groupFilter() {
        return FilterTemplate.of(settings.get(LdapSettings.GROUP_SEARCH_FILTER));
    }

    /** Whether that filter is the operator's own and not the default. */
    boolean groupFilterIsWritten() {
        return settings.isSet(LdapSettings.GROUP_SEARCH_FILTER);
    }

    Optional<DN> groupSearchBase() {
        return text(LdapSettings.GROUP_SEARCH_BASE).map(LdapConfig::dn);
    }

    String groupNameAttribute() {
        return settings.get(LdapSettings.GROUP_NAME_ATTRIBUTE);
    }

    boolean nestedGroups() {
        return settings.get(LdapSettings.NESTED_GROUPS);
    }

    /** The groups on which something depends, as they are written: DNs and names. */
    Set<String> groupsThatMatter() {
        Set<String> groups = new LinkedHashSet<>(settings.get(AuthenticatorSettings.ALLOWED_GROUPS));
        groups.addAll(settings.get(AuthenticatorSettings.ADMIN_GROUPS));
        return groups;
    }

    /** Whether anybody wants to know the groups of a person. */
    boolean readsGroups() {
        return settings.get(AuthenticatorSettings.MANAGE_GROUPS)
                || !groupsThatMatter().isEmpty();
    }

    /** The attributes one of which never changes about a person; none if nobody wants to know. */
    List<String> subjectAttributes() {
        return settings.find(LdapSettings.SUBJECT_ATTRIBUTE)
                .map(name -> name.isBlank() ? List.<String>of() : List.of(name.strip()))
                .orElse(profile().subjectAttributes());
    }

    Pattern namePattern() {
        return namePattern;
    }

    boolean allowsPasswordChange() {
        return settings.get(LdapSettings.ALLOW_PASSWORD_CHANGE);
    }

    Optional<String> srvRecord() {
        return text(LdapSettings.SERVER_SRV);
    }

    String poolStrategy() {
        return LdapSettings.lower(settings.get(LdapSettings.SERVER_POOL_STRATEGY));
    }

    int serverPort() {
        return settings.find(LdapSettings.SERVER_PORT).orElse(encryption.port());
    }

    Duration connectTimeout() {
        return settings.get(LdapSettings.CONNECT_TIMEOUT);
    }

    Duration responseTimeout() {
        return settings.get(LdapSettings.RESPONSE_TIMEOUT);
    }

    int maxConnections() {
        return settings.get(LdapSettings.MAX_CONNECTIONS);
    }

    /** What the operator reads about where the directory is. */
    String shownServers() {
        return srvRecord()
                .map(name -> "the servers of " + name)
                .orElseGet(() -> String.join(
                        ", ", servers.stream().map(ServerAddress::toString).toList()));
    }

    private Optional<String> text(Setting<String> setting) {
        return settings.find(setting).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static DN dn(String text) {
        try {
            return new DN(text);
        } catch (LDAPException e) {
            throw new IllegalStateException(text + " was checked before", e);
        }
    }

    @Override
    public String toString() {
        return "LdapConfig[" + shownServers() + ", " + settings + "]";
    }

    /** Collects the parts of an {@link LdapConfig}. Not thread-safe. */
    public static final class Builder {

        private Settings settings = Settings.read(LdapSettings.SCHEMA, RawSettings.empty(), Map.of());

        private Builder() {}

        /** Chooses presets: {@code ad}, {@code aadds}, {@code openldap}, {@code freeipa} or {@code generic}. */
        public Builder profile(String name) {
            return with(LdapSettings.PROFILE, name);
        }

        /** Names the servers, in order: {@code host}, {@code ldap://host:port} (with StartTLS) or {@code ldaps://host}. */
        public Builder servers(String... addresses) {
            return with(LdapSettings.SERVER_ADDRESS, List.of(addresses));
        }

        /** Sends passwords so that everybody on the way can read them. */
        public Builder insecure() {
            return with(LdapSettings.TLS_STRATEGY, "insecure");
        }

        /** Trusts the authorities in this file instead of those of the JDK. */
        public Builder authorities(Path file) {
            return with(LdapSettings.TLS_KWARGS, Map.of("ca_certs_file", file.toString()));
        }

        /** What a user name binds as, with {@code {username}} in it; several are tried in order. */
        public Builder bindDnTemplates(String... templates) {
            return with(LdapSettings.BIND_DN_TEMPLATE, List.of(templates));
        }

        /** Looks people up before the bind: under {@code base}, by {@code attribute}. */
        public Builder lookup(String base, String attribute) {
            with(LdapSettings.LOOKUP_DN, true);
            with(LdapSettings.USER_SEARCH_BASE, base);
            return with(LdapSettings.USER_ATTRIBUTE, attribute);
        }

        /** The account that searches. */
        public Builder searchUser(String dn, Secret password) {
            with(LdapSettings.LOOKUP_DN_SEARCH_USER, dn);
            return with(LdapSettings.LOOKUP_DN_SEARCH_PASSWORD, password);
        }

        /** What a person's entry must match. */
        public Builder searchFilter(String filter) {
            return with(LdapSettings.SEARCH_FILTER, filter);
        }

        /** Reports the groups under this DN to the hub. */
        public Builder groups(String base) {
            with(AuthenticatorSettings.MANAGE_GROUPS, true);
            return with(LdapSettings.GROUP_SEARCH_BASE, base);
        }

        /** Limits for connecting, and for each answer. */
        public Builder timeouts(Duration connect, Duration response) {
            with(LdapSettings.CONNECT_TIMEOUT, connect);
            return with(LdapSettings.RESPONSE_TIMEOUT, response);
        }

        /**
         * Makes the config.
         *
         * @throws InvalidSettings with everything that is wrong
         */
        public LdapConfig build() {
            return of(settings);
        }

        private <T> Builder with(Setting<T> setting, T value) {
            settings = settings.with(setting, value);
            return this;
        }
    }
}
