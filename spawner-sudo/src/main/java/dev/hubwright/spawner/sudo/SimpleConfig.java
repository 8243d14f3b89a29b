package dev.hubwright.spawner.sudo;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How servers are started as processes of the hub's own user. Immutable; everything has a default.
 *
 * <p>A setting that the request of one start has explicitly goes over what stands here.
 */
public final class SimpleConfig {

    static final Setting<String> HOME_DIR_TEMPLATE = Setting.text("home_dir_template")
            .defaultsTo("{data}/homes/{username}")
            .describedAs("Home folders: {data} is the hub's data folder, {username} a name that is safe in a path.");

    static final Setting<String> HOME_DIR = Setting.text("home_dir")
            .describedAs("One home folder, over home_dir_template; for group overrides and profiles.");

    static final Schema SCHEMA = LocalSettings.SCHEMA
            .then("SimpleLocalProcessSpawner", HOME_DIR_TEMPLATE, HOME_DIR)
            .alsoNamed("SimpleSpawner");

    private static final Pattern OTHER_FIELD = Pattern.compile("\\{(?!data}|username})[^}]*}?");

    private final String ip;
    private final int port;
    private final List<String> envKeep;
    private final List<String> shellCmd;
    private final Duration interruptTimeout;
    private final Duration termTimeout;
    private final Duration killTimeout;
    private final String homeDirTemplate;
    private final Optional<String> homeDir;

    private SimpleConfig(Builder builder) {
        this.ip = builder.ip;
        this.port = builder.port;
        this.envKeep = builder.envKeep;
        this.shellCmd = builder.shellCmd;
        this.interruptTimeout = builder.interruptTimeout;
        this.termTimeout = builder.termTimeout;
        this.killTimeout = builder.killTimeout;
        this.homeDirTemplate = builder.homeDirTemplate;
        this.homeDir = builder.homeDir;
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the settings that are written, over the defaults.
     *
     * @throws InvalidSettings with everything that is wrong between them
     */
    public static SimpleConfig of(Settings settings) {
        return builder().build().with(settings);
    }

    /** The same with the settings that are written. */
    SimpleConfig with(Settings settings) {
        Builder builder = new Builder(this);
        ifSet(settings, SpawnerSettings.IP).ifPresent(builder::ip);
        ifSet(settings, SpawnerSettings.PORT).ifPresent(builder::port);
        ifSet(settings, LocalSettings.ENV_KEEP).ifPresent(builder::envKeep);
        ifSet(settings, LocalSettings.SHELL_CMD).ifPresent(builder::shellCmd);
        ifSet(settings, LocalSettings.INTERRUPT_TIMEOUT).ifPresent(builder::interruptTimeout);
        ifSet(settings, LocalSettings.TERM_TIMEOUT).ifPresent(builder::termTimeout);
        ifSet(settings, LocalSettings.KILL_TIMEOUT).ifPresent(builder::killTimeout);
        ifSet(settings, HOME_DIR_TEMPLATE).ifPresent(builder::homeDirTemplate);
        ifSet(settings, HOME_DIR).ifPresent(builder::homeDir);
        return builder.build();
    }

    private static <T> Optional<T> ifSet(Settings settings, Setting<T> setting) {
        return settings.isSet(setting) ? settings.find(setting) : Optional.empty();
    }

    static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        checkTemplate(problems, HOME_DIR_TEMPLATE, settings.get(HOME_DIR_TEMPLATE));
        settings.find(HOME_DIR).ifPresent(value -> checkTemplate(problems, HOME_DIR, value));
        for (Setting<?> limit : List.of(SpawnerSettings.MEM_LIMIT, SpawnerSettings.CPU_LIMIT)) {
            settings.find(limit)
                    .ifPresent(value -> problems.add(Problem.of(
                            "Spawner." + limit.key(),
                            "= " + value + " cannot be enforced on plain processes; remove it, or use a spawner"
                                    + " with containers")));
        }
        return problems;
    }

    private static void checkTemplate(List<Problem> problems, Setting<String> setting, String value) {
        String path = "SimpleLocalProcessSpawner." + setting.key();
        if (OTHER_FIELD.matcher(value).find()) {
            problems.add(
                    Problem.of(path, "= \"" + value + "\" has a field other than {data} and {username}; remove it"));
        } else if (!value.startsWith("/") && !value.startsWith("{data}")) {
            problems.add(Problem.of(path, "= \"" + value + "\" must begin with a slash or with {data}"));
        } else if (value.indexOf('\0') >= 0) {
            problems.add(Problem.of(path, "has a NUL character; remove it"));
        }
    }

    /** The address that a server binds; empty or {@code 0.0.0.0} for all. */
    public String ip() {
        return ip;
    }

    /** The port that a server binds; 0 picks a free one. */
    public int port() {
        return port;
    }

    /** Which of the hub's own environment variables a server sees too. */
    public List<String> envKeep() {
        return envKeep;
    }

    /** The words of a shell that runs a server's command; empty for none. */
    public List<String> shellCmd() {
        return shellCmd;
    }

    /** How long to wait after SIGINT. */
    public Duration interruptTimeout() {
        return interruptTimeout;
    }

    /** How long to wait after SIGTERM. */
    public Duration termTimeout() {
        return termTimeout;
    }

    /** How long to wait after SIGKILL. */
    public Duration killTimeout() {
        return killTimeout;
    }

    /** Where home folders are; {@code {data}} and {@code {username}} stand for their values. */
    public String homeDirTemplate() {
        return homeDirTemplate;
    }

    /** A home folder over the template, with the same fields. */
    public Optional<String> homeDir() {
        return homeDir;
    }

    /** Collects the parts of a {@link SimpleConfig}. Not thread-safe. */
    public static final class Builder {

        private String ip = "127.0.0.1";
        private int port;
        private List<String> envKeep = LocalSettings.ENV_KEEP.defaultValue().orElseThrow();
        private List<String> shellCmd = List.of();
        private Duration interruptTimeout = Duration.ofSeconds(30);
        private Duration termTimeout = Duration.ofSeconds(30);
        private Duration killTimeout = Duration.ofSeconds(5);
        private String homeDirTemplate = HOME_DIR_TEMPLATE.defaultValue().orElseThrow();
        private Optional<String> homeDir = Optional.empty();

        private Builder() {}

        private Builder(SimpleConfig config) {
            this.ip = config.ip;
            this.port = config.port;
            this.envKeep = config.envKeep;
            this.shellCmd = config.shellCmd;
            this.interruptTimeout = config.interruptTimeout;
            this.termTimeout = config.termTimeout;
            this.killTimeout = config.killTimeout;
            this.homeDirTemplate = config.homeDirTemplate;
            this.homeDir = config.homeDir;
        }

        /** Sets {@link SimpleConfig#ip()}. */
        public Builder ip(String value) {
            ip = requireNonNull(value, "ip");
            return this;
        }

        /** Sets {@link SimpleConfig#port()}. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets {@link SimpleConfig#envKeep()}. */
        public Builder envKeep(List<String> value) {
            envKeep = List.copyOf(value);
            return this;
        }

        /** Sets {@link SimpleConfig#shellCmd()}. */
        public Builder shellCmd(List<String> value) {
            shellCmd = List.copyOf(value);
            return this;
        }

        /** Sets {@link SimpleConfig#interruptTimeout()}. */
        public Builder interruptTimeout(Duration value) {
            interruptTimeout = requireNonNull(value, "interruptTimeout");
            return this;
        }

        /** Sets {@link SimpleConfig#termTimeout()}. */
        public Builder termTimeout(Duration value) {
            termTimeout = requireNonNull(value, "termTimeout");
            return this;
        }

        /** Sets {@link SimpleConfig#killTimeout()}. */
        public Builder killTimeout(Duration value) {
            killTimeout = requireNonNull(value, "killTimeout");
            return this;
        }

        /** Sets {@link SimpleConfig#homeDirTemplate()}. */
        public Builder homeDirTemplate(String value) {
            homeDirTemplate = requireNonNull(value, "homeDirTemplate");
            return this;
        }

        /** Sets {@link SimpleConfig#homeDir()}. */
        public Builder homeDir(String value) {
            homeDir = Optional.of(value);
            return this;
        }

        /**
         * Makes the config.
         *
         * @throws InvalidSettings with everything that is wrong
         */
        public SimpleConfig build() {
            List<Problem> problems = new ArrayList<>();
            checkTemplate(problems, HOME_DIR_TEMPLATE, homeDirTemplate);
            homeDir.ifPresent(value -> checkTemplate(problems, HOME_DIR, value));
            if (port < 0 || port > 65535) {
                problems.add(Problem.of("Spawner.port", "= " + port + " must be a port from 0 to 65535"));
            }
            checkTimeout(problems, LocalSettings.INTERRUPT_TIMEOUT, interruptTimeout);
            checkTimeout(problems, LocalSettings.TERM_TIMEOUT, termTimeout);
            checkTimeout(problems, LocalSettings.KILL_TIMEOUT, killTimeout);
            InvalidSettings.throwIfAny(problems);
            return new SimpleConfig(this);
        }

        private static void checkTimeout(List<Problem> problems, Setting<Duration> setting, Duration value) {
            if (value.isNegative()) {
                problems.add(
                        Problem.of("LocalProcessSpawner." + setting.key(), "= " + value + " must not be negative"));
            }
        }
    }
}
