package dev.hubwright.spawner.sudo;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Starts each server as a process of its owner's own account, for a hub that is root: JupyterHub's default spawner.
 *
 * <p>A hub that is not root starts nothing and says why.
 */
public final class LocalSpawnerFactory implements SpawnerFactory {

    /** Called by {@link java.util.ServiceLoader}. */
    public LocalSpawnerFactory() {}

    @Override
    public String id() {
        return "local";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("LocalProcessSpawner", "jupyterhub.spawner.LocalProcessSpawner");
    }

    @Override
    public Schema schema() {
        return AccountSettings.LOCAL;
    }

    @Override
    public Spawner create(Settings settings, ProviderContext context) {
        InvalidSettings.throwIfAny(validate(settings));
        return create(
                settings, context, Path.of("/proc/" + ProcessHandle.current().pid()));
    }

    static Spawner create(Settings settings, ProviderContext context, Path self) {
        AccountConfig config = AccountConfig.of(settings);
        SystemdScope scope = new SystemdScope();
        Door door = new RootDoor(new HelperFile(context.dataFolder()), scope, self);
        Optional<HomeMaker> homes =
                settings.get(AccountSettings.MAKE_HOMES) ? Optional.of(new HomeMaker()) : Optional.empty();
        return new AccountSpawner(new AccountParts(
                context,
                config,
                door,
                new HelperAgent(door, Markers.of(context), config, context.clock()),
                scope,
                ProcessTable.ofThisMachine(),
                Listeners.ofThisMachine(),
                new Starts(context.dataFolder(), context.instanceName()),
                homes,
                LoggerFactory.getLogger(LocalSpawnerFactory.class)));
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
