package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How servers are started as processes of people's own accounts. Immutable.
 *
 * @param ip the address that a server binds; empty or {@code 0.0.0.0} for all
 * @param port the port that a server binds; 0 picks a free one
 * @param envKeep which of the hub's own variables a server sees too
 * @param shellCmd the words of a shell that runs a server's command; empty for none
 * @param interruptTimeout from SIGINT to SIGTERM
 * @param termTimeout from SIGTERM to SIGKILL
 * @param killTimeout after SIGKILL, until a stop counts as failed
 * @param minUid the smallest uid that gets a server
 * @param group whose members alone get servers; empty for everybody
 */
record AccountConfig(
        String ip,
        int port,
        List<String> envKeep,
        List<String> shellCmd,
        Duration interruptTimeout,
        Duration termTimeout,
        Duration killTimeout,
        int minUid,
        Optional<String> group) {

    static AccountConfig of(Settings settings) {
        return new AccountConfig(
                settings.get(SpawnerSettings.IP),
                settings.get(SpawnerSettings.PORT),
                settings.get(LocalSettings.ENV_KEEP),
                settings.get(LocalSettings.SHELL_CMD),
                settings.get(LocalSettings.INTERRUPT_TIMEOUT),
                settings.get(LocalSettings.TERM_TIMEOUT),
                settings.get(LocalSettings.KILL_TIMEOUT),
                settings.get(AccountSettings.MIN_UID),
                settings.find(AccountSettings.GROUP));
    }

    /** The same with what one start has explicitly: where it listens, what it sees and which shell runs it. */
    AccountConfig with(Settings settings) {
        return new AccountConfig(
                ifSet(settings, SpawnerSettings.IP).orElse(ip),
                ifSet(settings, SpawnerSettings.PORT).orElse(port),
                ifSet(settings, LocalSettings.ENV_KEEP).orElse(envKeep),
                ifSet(settings, LocalSettings.SHELL_CMD).orElse(shellCmd),
                interruptTimeout,
                termTimeout,
                killTimeout,
                minUid,
                group);
    }

    private static <T> Optional<T> ifSet(Settings settings, Setting<T> setting) {
        return settings.isSet(setting) ? settings.find(setting) : Optional.empty();
    }
}
