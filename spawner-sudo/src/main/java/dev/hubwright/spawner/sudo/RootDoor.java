package dev.hubwright.spawner.sudo;

import static java.util.stream.Collectors.joining;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For a hub that is root: setpriv(1) gives up root's groups and ids for those of the account, in this order, and then
 * becomes the helper.
 */
final class RootDoor implements Door {

    /** The helper is handed over open, because people cannot enter the hub's own folder. */
    private static final String OPEN_HELPER = "exec 3<\"$1\"; shift; exec \"$@\"";

    private final HelperFile helper;
    private final SystemdScope scope;
    private final Path self;

    /** @param self the hub's own folder in {@code /proc}, which belongs to the account that the hub runs as */
    RootDoor(HelperFile helper, SystemdScope scope, Path self) {
        this.helper = helper;
        this.scope = scope;
        this.self = self;
    }

    @Override
    public List<String> command(LocalAccount account, Resources limits, String spawnId) throws ProviderException {
        List<String> words = new ArrayList<>(scope.around(limits, spawnId));
        words.addAll(List.of("/bin/sh", "-c", OPEN_HELPER, "hubwright-door", helper.path()));
        words.addAll(List.of(
                "setpriv",
                "--reuid=" + account.uid(),
                "--regid=" + account.gid(),
                "--groups=" + account.groupIds().stream().map(String::valueOf).collect(joining(",")),
                "--inh-caps=-all",
                "--",
                "/usr/bin/python3",
                "-IS",
                "/dev/fd/3",
                "--anything"));
        return words;
    }

    @Override
    public Map<String, String> environment(LocalAccount account) {
        return Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8", "LOGNAME", account.name());
    }

    @Override
    public boolean leavesLimitsToTheHelper() {
        return false;
    }

    @Override
    public Optional<String> closed() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                    ? Optional.empty()
                    : Optional.of("the hub is not root, and only root can start servers as other people without sudo;"
                            + " use JupyterHub.spawner_class = sudo, or simple for one person alone");
        } catch (IOException e) {
            return Optional.of("it cannot be told whether the hub is root: " + e);
        }
    }

    @Override
    public String remedy(LocalAccount account, String complaint) {
        return "setpriv, of util-linux, and /usr/bin/python3 must be installed";
    }
}
