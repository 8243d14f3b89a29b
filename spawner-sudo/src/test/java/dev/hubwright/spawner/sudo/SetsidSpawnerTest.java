package dev.hubwright.spawner.sudo;

import dev.hubwright.api.spawn.Spawner;
import java.nio.file.Path;

/** The same promises where the C library cannot be asked. */
class SetsidSpawnerTest extends SimpleSpawnerTest {

    @Override
    protected Spawner anotherInstance() {
        return new SimpleSpawner(
                SimpleConfig.builder().build(), Servers.context(data), Path.of("/proc"), new SetsidProgram());
    }
}
