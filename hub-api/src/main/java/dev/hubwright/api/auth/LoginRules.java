package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may come in by one authenticator, under which name and with which rights: what {@link AuthenticatorSettings}
 * says. Immutable.
 *
 * <p>Lists of users hold hub names; upper and lower case are the same there, a name of {@code username_map} stands for
 * what it is mapped to, and {@code username_prefix} may be left out. Without any allow rule nobody comes in.
 */
public final class LoginRules {

    private final boolean allowAll;
    private final boolean allowExistingUsers;
    private final boolean manageGroups;
    private final boolean keepUserOnRename;
    private final boolean enableAuthState;
    private final boolean refreshPreSpawn;
    private final Set<String> tokenResources;
    private final Set<String> tokenServices;
    private final Map<String, String> authStateEnvironment;
    private final Set<String> allowedUsers;
    private final Set<String> blockedUsers;
    private final Set<String> adminUsers;
    private final Set<String> allowedGroups;
    private final Set<String> adminGroups;
    private final Map<String, String> usernameMap;
    private final String usernamePrefix;
    private final Optional<Pattern> usernamePattern;
    private final Duration authRefreshAge;
    private final String custom403Message;
    private final Optional<Integer> minUid;
    private final boolean othersLetIn;

    private LoginRules(Builder builder) {
        this.usernamePrefix = UserNames.spelled(builder.usernamePrefix);
        this.usernameMap = spelled(builder.usernameMap);
        this.usernamePattern = builder.usernamePattern;
        this.allowAll = builder.allowAll;
        this.allowExistingUsers = builder.allowExistingUsers;
        this.manageGroups = builder.manageGroups;
        // The account of the old name may be somebody else's by now.
        this.keepUserOnRename = builder.keepUserOnRename && builder.minUid.isEmpty();
        this.enableAuthState = builder.enableAuthState;
        this.refreshPreSpawn = builder.refreshPreSpawn;
        this.tokenResources = builder.tokenResources;
        this.tokenServices = builder.tokenServices;
        this.authStateEnvironment = builder.authStateEnvironment;
        this.allowedUsers = hubNames(builder.allowedUsers);
        this.blockedUsers = hubNames(builder.blockedUsers);
        this.adminUsers = hubNames(builder.adminUsers);
        this.allowedGroups = builder.allowedGroups;
        this.adminGroups = builder.adminGroups;
        this.authRefreshAge = builder.authRefreshAge;
        this.custom403Message = builder.custom403Message;
        this.minUid = builder.minUid;
        this.othersLetIn = builder.othersLetIn;
    }

    /** What the settings of an authenticator say; those not written are as in {@link AuthenticatorSettings}. */
    public static LoginRules of(Settings settings) {
        return of(settings, AuthenticatorSettings.SCHEMA);
    }

    /**
     * What the settings of an authenticator say. Where its own schema lets in everybody unless told otherwise, writing
     * {@code allowed_users} or {@code allowed_groups} is telling it otherwise.
     *
     * @param schema the schema of the authenticator, for {@code allow_all} where it is not written
     */
    public static LoginRules of(Settings settings, Schema schema) {
        Builder builder = builder()
                .allowAll(allowsAll(settings, schema))
                .allowExistingUsers(settings.get(AuthenticatorSettings.ALLOW_EXISTING_USERS))
                .allowedUsers(settings.get(AuthenticatorSettings.ALLOWED_USERS))
                .allowedGroups(settings.get(AuthenticatorSettings.ALLOWED_GROUPS))
                .blockedUsers(settings.get(AuthenticatorSettings.BLOCKED_USERS))
                .adminUsers(settings.get(AuthenticatorSettings.ADMIN_USERS))
                .adminGroups(settings.get(AuthenticatorSettings.ADMIN_GROUPS))
                .manageGroups(settings.get(AuthenticatorSettings.MANAGE_GROUPS))
                .usernameMap(settings.get(AuthenticatorSettings.USERNAME_MAP))
                .usernamePrefix(settings.get(AuthenticatorSettings.USERNAME_PREFIX))
                .keepUserOnRename(settings.get(AuthenticatorSettings.KEEP_USER_ON_RENAME))
                .enableAuthState(settings.get(AuthenticatorSettings.ENABLE_AUTH_STATE))
                .authRefreshAge(settings.get(AuthenticatorSettings.AUTH_REFRESH_AGE))
                .refreshPreSpawn(settings.get(AuthenticatorSettings.REFRESH_PRE_SPAWN))
                .tokenResources(settings.get(AuthenticatorSettings.TOKEN_RESOURCES))
                .tokenServices(settings.get(AuthenticatorSettings.TOKEN_SERVICES))
                .authStateEnvironment(settings.get(AuthenticatorSettings.AUTH_STATE_ENVIRONMENT))
                .custom403Message(settings.get(AuthenticatorSettings.CUSTOM_403_MESSAGE));
        if (settings.get(AuthenticatorSettings.REQUIRE_LOCAL_ACCOUNT)) {
            builder.requireLocalAccount(settings.get(AuthenticatorSettings.MIN_UID));
        }
        builder.othersLetIn = schema.doors().stream().anyMatch(settings::isSet);
        // An empty pattern is how files say that every name will do.
        settings.find(AuthenticatorSettings.USERNAME_PATTERN)
                .filter(pattern -> !pattern.isEmpty())
                .map(Pattern::compile)
                .ifPresent(builder::usernamePattern);
        return builder.build();
    }

    private static boolean allowsAll(Settings settings, Schema schema) {
        if (settings.isSet(AuthenticatorSettings.ALLOW_ALL)) {
            return settings.get(AuthenticatorSettings.ALLOW_ALL);
        }
        Setting<?> declared = schema.settings().get(AuthenticatorSettings.ALLOW_ALL.key());
        return declared != null
                && declared.defaultValue().filter(Boolean.TRUE::equals).isPresent()
                && !settings.isSet(AuthenticatorSettings.ALLOWED_USERS)
                && !settings.isSet(AuthenticatorSettings.ALLOWED_GROUPS);
    }

    /** Everybody whom the authenticator knows comes in, and nobody is an administrator. */
    public static LoginRules allowAll() {
        return builder().allowAll(true).build();
    }

    /** Starts with the defaults of {@link AuthenticatorSettings}, which let in nobody. */
    public static Builder builder() {
        return new Builder();
    }

    /** How long an answer of the authenticator holds; zero for ever. */
    public Duration authRefreshAge() {
        return authRefreshAge;
    }

    /** Whether {@link LoginPipeline#refreshNow} belongs before each start of a server. */
    public boolean refreshPreSpawn() {
        return refreshPreSpawn;
    }

    /** Whether there is a rule that lets in anybody at all, be it one of the authenticator's own. */
    public boolean letInAnybody() {
        return allowAll
                || allowExistingUsers
                || !allowedUsers.isEmpty()
                || !allowedGroups.isEmpty()
                || !adminUsers.isEmpty()
                || !adminGroups.isEmpty()
                || othersLetIn;
    }

    /** The name that a person has in the hub whom the authenticator calls {@code name}. */
    String hubName(String name) {
        String spelled = UserNames.spelled(name);
        if (spelled.isEmpty()) {
            return spelled; // A prefix must not make a name of nothing.
        }
        String prefixed = usernamePrefix + spelled;
        return mapped(prefixed).orElse(prefixed);
    }

    /** What {@code username_map} calls somebody instead, prefix and all; empty if it says nothing of the name. */
    Optional<String> mapped(String prefixed) {
        return Optional.ofNullable(usernameMap.get(prefixed));
    }

    Optional<String> flaw(String hubName) {
        return UserNames.flaw(hubName).or(() -> usernamePattern
                .filter(pattern -> !pattern.matcher(hubName).matches())
                .map(pattern -> "does not match Authenticator.username_pattern = \"" + pattern + "\""));
    }

    boolean block(String hubName) {
        return blockedUsers.contains(hubName);
    }

    /** Who is named as somebody that may come in. */
    Set<String> listed() {
        Set<String> names = new HashSet<>(allowedUsers);
        names.addAll(adminUsers);
        return names;
    }

    boolean listsAdmin(String hubName) {
        return adminUsers.contains(hubName);
    }

    /** Whether somebody may come in under this name as far as its spelling goes and nobody has blocked it. */
    boolean canBring(String hubName) {
        return makes(hubName) && flaw(hubName).isEmpty() && !block(hubName);
    }

    /** Whether prefix and map make such names. */
    boolean makes(String hubName) {
        return hubName.startsWith(usernamePrefix) || usernameMap.containsValue(hubName);
    }

    /** The rule that lets somebody in, as the operator knows it; empty if there is none. */
    Optional<String> allowedBy(String hubName, Set<String> groups, boolean existing) {
        if (allowAll) {
            return Optional.of("Authenticator.allow_all");
        }
        if (allowedUsers.contains(hubName)) {
            return Optional.of("Authenticator.allowed_users");
        }
        if (adminUsers.contains(hubName)) {
            return Optional.of("Authenticator.admin_users");
        }
        return common(allowedGroups, groups)
                .map(group -> "Authenticator.allowed_groups: " + group)
                .or(() -> common(adminGroups, groups).map(group -> "Authenticator.admin_groups: " + group))
                .or(() -> existing && allowExistingUsers
                        ? Optional.of("Authenticator.allow_existing_users")
                        : Optional.empty());
    }

    /**
     * What makes somebody an administrator from now on; empty if nothing does. Membership also revokes; the list of
     * users only grants.
     */
    Optional<String> adminBy(String hubName, Set<String> groups, Optional<Boolean> said, boolean before) {
        if (said.isPresent()) {
            return said.filter(admin -> admin).map(admin -> "the authenticator's word");
        }
        if (adminUsers.contains(hubName)) {
            return Optional.of("Authenticator.admin_users");
        }
        if (adminGroups.isEmpty()) {
            return before ? Optional.of("what the hub has kept") : Optional.empty();
        }
        return common(adminGroups, groups).map(group -> "Authenticator.admin_groups: " + group);
    }

    /** Whether groups are those that the authenticator tells at each login. */
    public boolean manageGroups() {
        return manageGroups;
    }

    /** Whether a person stays the user that they were when the authenticator calls them something else. */
    boolean keepUserOnRename() {
        return keepUserOnRename;
    }

    boolean enableAuthState() {
        return enableAuthState;
    }

    /** What servers may get tokens of their owners for. */
    Set<String> tokenResources() {
        return tokenResources;
    }

    /** The hub's services that may exchange tokens of people. */
    Set<String> tokenServices() {
        return tokenServices;
    }

    /** Variables of servers, and the path of each in what is kept. */
    Map<String, String> authStateEnvironment() {
        return authStateEnvironment;
    }

    /** The lowest user id of the local account that people need; empty if they need none. */
    Optional<Integer> minUid() {
        return minUid;
    }

    String custom403Message() {
        return custom403Message;
    }

    private static Optional<String> common(Set<String> some, Set<String> others) {
        return others.stream().filter(some::contains).findFirst();
    }

    private Set<String> hubNames(Collection<String> names) {
        return names.stream().map(this::listed).collect(Collectors.toUnmodifiableSet());
    }

    private String listed(String name) {
        String spelled = UserNames.spelled(name);
        String prefixed = prefixed(spelled);
        return mapped(prefixed).orElse(usernameMap.containsValue(spelled) ? spelled : prefixed);
    }

    private String prefixed(String spelled) {
        return spelled.startsWith(usernamePrefix) ? spelled : usernamePrefix + spelled;
    }

    private Map<String, String> spelled(Map<String, String> names) {
        Map<String, String> copy = new LinkedHashMap<>();
        names.forEach((from, to) -> copy.put(prefixed(UserNames.spelled(from)), UserNames.spelled(to)));
        return Map.copyOf(copy);
    }

    /** Collects the parts of {@link LoginRules}; each is the setting of its name. Not thread-safe. */
    public static final class Builder {

        private boolean allowAll;
        private boolean allowExistingUsers;
        private boolean manageGroups;
        private boolean keepUserOnRename;
        private boolean enableAuthState;
        private boolean refreshPreSpawn;
        private Set<String> tokenResources = Set.of();
        private Set<String> tokenServices = Set.of();
        private Map<String, String> authStateEnvironment = Map.of();
        private Set<String> allowedUsers = Set.of();
        private Set<String> blockedUsers = Set.of();
        private Set<String> adminUsers = Set.of();
        private Set<String> allowedGroups = Set.of();
        private Set<String> adminGroups = Set.of();
        private Map<String, String> usernameMap = Map.of();
        private String usernamePrefix = "";
        private Optional<Pattern> usernamePattern = Optional.empty();
        private Duration authRefreshAge =
                AuthenticatorSettings.AUTH_REFRESH_AGE.defaultValue().orElseThrow();
        private String custom403Message =
                AuthenticatorSettings.CUSTOM_403_MESSAGE.defaultValue().orElseThrow();

        private Optional<Integer> minUid = Optional.empty();
        private boolean othersLetIn;

        private Builder() {}

        /** Sets {@link AuthenticatorSettings#ALLOW_ALL}. */
        public Builder allowAll(boolean value) {
            allowAll = value;
            return this;
        }

        /** Sets {@link AuthenticatorSettings#ALLOW_EXISTING_USERS}. */
        public Builder allowExistingUsers(boolean value) {
            allowExistingUsers = value;
            return this;
        }

        /** Sets {@link AuthenticatorSettings#ALLOWED_USERS}. */
        public Builder allowedUsers(Collection<String> names) {
            allowedUsers = Set.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#ALLOWED_GROUPS}. */
        public Builder allowedGroups(Collection<String> names) {
            allowedGroups = Set.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#BLOCKED_USERS}. */
        public Builder blockedUsers(Collection<String> names) {
            blockedUsers = Set.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#ADMIN_USERS}. */
        public Builder adminUsers(Collection<String> names) {
            adminUsers = Set.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#ADMIN_GROUPS}. */
        public Builder adminGroups(Collection<String> names) {
            adminGroups = Set.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#MANAGE_GROUPS}. */
        public Builder manageGroups(boolean value) {
            manageGroups = value;
            return this;
        }

        /** Sets {@link AuthenticatorSettings#USERNAME_MAP}. */
        public Builder usernameMap(Map<String, String> names) {
            usernameMap = Map.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#USERNAME_PREFIX}. */
        public Builder usernamePrefix(String value) {
            usernamePrefix = requireNonNull(value, "usernamePrefix");
            return this;
        }

        /** Sets {@link AuthenticatorSettings#KEEP_USER_ON_RENAME}. */
        public Builder keepUserOnRename(boolean value) {
            keepUserOnRename = value;
            return this;
        }

        /** Sets {@link AuthenticatorSettings#USERNAME_PATTERN}. */
        public Builder usernamePattern(Pattern value) {
            usernamePattern = Optional.of(value);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#ENABLE_AUTH_STATE}. */
        public Builder enableAuthState(boolean value) {
            enableAuthState = value;
            return this;
        }

        /** Sets {@link AuthenticatorSettings#AUTH_REFRESH_AGE}. */
        public Builder authRefreshAge(Duration value) {
            authRefreshAge = requireNonNull(value, "authRefreshAge");
            return this;
        }

        /** Sets {@link AuthenticatorSettings#REFRESH_PRE_SPAWN}. */
        public Builder refreshPreSpawn(boolean value) {
            refreshPreSpawn = value;
            return this;
        }

        /** Sets {@link AuthenticatorSettings#TOKEN_RESOURCES}. */
        public Builder tokenResources(Collection<String> values) {
            tokenResources = Set.copyOf(values);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#TOKEN_SERVICES}. */
        public Builder tokenServices(Collection<String> names) {
            tokenServices = Set.copyOf(names);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#AUTH_STATE_ENVIRONMENT}. */
        public Builder authStateEnvironment(Map<String, String> value) {
            authStateEnvironment = Map.copyOf(value);
            return this;
        }

        /** Sets {@link AuthenticatorSettings#CUSTOM_403_MESSAGE}. */
        public Builder custom403Message(String value) {
            custom403Message = requireNonNull(value, "custom403Message");
            return this;
        }

        /** Sets {@link AuthenticatorSettings#REQUIRE_LOCAL_ACCOUNT} and {@link AuthenticatorSettings#MIN_UID}. */
        public Builder requireLocalAccount(int lowestUid) {
            minUid = Optional.of(lowestUid);
            return this;
        }

        /** Makes the rules. */
        public LoginRules build() {
            return new LoginRules(this);
        }
    }
}
