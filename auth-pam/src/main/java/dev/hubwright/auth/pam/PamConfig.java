package dev.hubwright.auth.pam;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which PAM service decides, and what becomes of the accounts behind it. Immutable; made with {@link #builder()}. */
public final class PamConfig {

    private static final Path USUAL_FOLDER = Path.of("/etc/pam.d");

    private final String service;
    private final Path folder;
    private final Charset encoding;
    private final boolean checkAccount;
    private final boolean openSessions;
    private final int executorThreads;
    private final boolean normalizeUsername;
    private final boolean allowPasswordChange;
    private final int minUid;
    private final boolean createSystemUsers;
    private final List<String> addUserCommand;
    private final Map<String, Long> uids;

    private PamConfig(Builder builder) {
        this.service = builder.service;
        this.folder = builder.folder;
        this.encoding = builder.encoding;
        this.checkAccount = builder.checkAccount;
        this.openSessions = builder.openSessions;
        this.executorThreads = builder.executorThreads;
        this.normalizeUsername = builder.normalizeUsername;
        this.allowPasswordChange = builder.allowPasswordChange;
        this.minUid = builder.minUid;
        this.createSystemUsers = builder.createSystemUsers;
        this.addUserCommand = builder.addUserCommand;
        this.uids = builder.uids;
    }

    /** Starts with the defaults of the settings: the service {@code login}, with all checks. */
    public static Builder builder() {
        return new Builder();
    }

    static PamConfig of(Settings settings) {
        Builder builder = builder()
                .service(settings.get(PamSettings.SERVICE))
                .encoding(Charset.forName(settings.get(PamSettings.ENCODING)))
                .executorThreads(settings.get(PamSettings.EXECUTOR_THREADS))
                .minUid(settings.get(AuthenticatorSettings.MIN_UID));
        builder.checkAccount = settings.get(PamSettings.CHECK_ACCOUNT);
        builder.openSessions = settings.get(PamSettings.OPEN_SESSIONS);
        builder.normalizeUsername = settings.get(PamSettings.PAM_NORMALIZE_USERNAME);
        builder.allowPasswordChange = settings.get(PamSettings.ALLOW_PASSWORD_CHANGE);
        if (settings.get(PamSettings.CREATE_SYSTEM_USERS)) {
            Map<String, Long> uids = new LinkedHashMap<>();
            settings.get(PamSettings.UIDS).forEach((name, uid) -> uids.put(name, Long.valueOf(uid)));
            builder.createSystemUsers(settings.get(PamSettings.ADD_USER_CMD), uids);
        }
        return builder.build();
    }

    String service() {
        return service;
    }

    Path folder() {
        return folder;
    }

    boolean isUsualFolder() {
        return folder.equals(USUAL_FOLDER);
    }

    Charset encoding() {
        return encoding;
    }

    boolean checkAccount() {
        return checkAccount;
    }

    boolean openSessions() {
        return openSessions;
    }

    int executorThreads() {
        return executorThreads;
    }

    boolean normalizeUsername() {
        return normalizeUsername;
    }

    boolean allowPasswordChange() {
        return allowPasswordChange;
    }

    int minUid() {
        return minUid;
    }

    boolean createSystemUsers() {
        return createSystemUsers;
    }

    List<String> addUserCommand() {
        return addUserCommand;
    }

    Map<String, Long> uids() {
        return uids;
    }

    /** Collects the parts of a {@link PamConfig}. Not thread-safe. */
    public static final class Builder {

        private String service = "login";
        private Path folder = USUAL_FOLDER;
        private Charset encoding = StandardCharsets.UTF_8;
        private boolean checkAccount = true;
        private boolean openSessions;
        private int executorThreads = 4;
        private boolean normalizeUsername;
        private boolean allowPasswordChange = true;
        private int minUid = 1000;
        private boolean createSystemUsers;
        private List<String> addUserCommand = List.of();
        private Map<String, Long> uids = Map.of();

        private Builder() {}

        /** Sets the PAM service, a file in the folder of services. */
        public Builder service(String value) {
            service = requireNonNull(value, "service");
            return this;
        }

        /** Sets where services lie, if not in {@code /etc/pam.d}; needs Linux-PAM 1.4. */
        public Builder folder(Path value) {
            folder = requireNonNull(value, "folder");
            return this;
        }

        /** Sets the encoding of names, passwords and messages; UTF-8 by default. */
        public Builder encoding(Charset value) {
            encoding = requireNonNull(value, "encoding");
            return this;
        }

        /** Leaves out the account phase, so that expired accounts come in; on by default. */
        public Builder withoutAccountCheck() {
            checkAccount = false;
            return this;
        }

        /** Keeps a session open around each server, in a process of its own. */
        public Builder openSessions() {
            openSessions = true;
            return this;
        }

        /** Sets how many logins are worked on at the same time; 4 by default. */
        public Builder executorThreads(int value) {
            executorThreads = value;
            return this;
        }

        /** Takes the name that the account's user id has. */
        public Builder normalizeUsername() {
            normalizeUsername = true;
            return this;
        }

        /** Refuses people whose password must be changed, instead of letting them change it. */
        public Builder withoutPasswordChange() {
            allowPasswordChange = false;
            return this;
        }

        /** Sets the lowest user id of a local account that comes in; 1000 by default. */
        public Builder minUid(int value) {
            minUid = value;
            return this;
        }

        /**
         * Makes the local accounts of those who have none, before their first server.
         *
         * @param command what makes one: {@code USERNAME} in it stands for the name, which also follows it
         * @param fixedUids the user ids of some
         */
        public Builder createSystemUsers(List<String> command, Map<String, Long> fixedUids) {
            createSystemUsers = true;
            addUserCommand = List.copyOf(command);
            uids = Map.copyOf(fixedUids);
            return this;
        }

        /** Makes the configuration. */
        public PamConfig build() {
            return new PamConfig(this);
        }
    }
}
