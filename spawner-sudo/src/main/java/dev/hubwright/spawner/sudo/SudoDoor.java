package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.spawn.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Through {@code sudo -n -u ACCOUNT PROGRAM}.
 *
 * @param program as sudoers has it
 * @param options further options of sudo
 * @param arguments of the program
 * @param group whose members sudoers permits, for hints
 */
record SudoDoor(String program, List<String> options, List<String> arguments, Optional<String> group) implements Door {

    private static final Path OWN_STATUS = Path.of("/proc/self/status");

    private static final String NO_NEW_PRIVILEGES =
            "the hub runs with \"no new privileges\", which sudo cannot work under; remove NoNewPrivileges, and every"
                    + " option that implies it, from its systemd unit";

    @Override
    public List<String> command(LocalAccount account, Resources limits, String spawnId) {
        List<String> words = new ArrayList<>(List.of("sudo", "-n"));
        words.addAll(options);
        words.addAll(List.of("-u", account.name(), "--", program));
        words.addAll(arguments);
        return words;
    }

    /** sudo itself keeps nearly nothing of it. */
    @Override
    public Map<String, String> environment(LocalAccount account) {
        return Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");
    }

    @Override
    public boolean leavesLimitsToTheHelper() {
        return true;
    }

    @Override
    public Optional<String> closed() {
        return closed(OWN_STATUS);
    }

    /** The same for the process of which {@code status} is. */
    static Optional<String> closed(Path status) {
        try {
            return Files.readString(status).contains("NoNewPrivs:\t1")
                    ? Optional.of(NO_NEW_PRIVILEGES)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String remedy(LocalAccount account, String complaint) {
        String members =
                group.map(name -> "is a member of the group " + name + " and ").orElse("");
        if (complaint.contains("a password is required") || complaint.contains("is not allowed")) {
            return "sudo does not let the hub run " + program + " as " + account.name() + "; check that "
                    + account.name() + " " + members + "is covered by the sudoers file that \"hubwright setup sudo\""
                    + " prints";
        }
        if (complaint.contains("no new privileges")) {
            return NO_NEW_PRIVILEGES;
        }
        return complaint.contains("command not found") || complaint.contains("No such file")
                ? "there is no " + program + "; install what \"hubwright setup sudo\" prints, or correct"
                        + " SudoSpawner.sudospawner_path"
                : "sudo could not run " + program + " as " + account.name();
    }
}
