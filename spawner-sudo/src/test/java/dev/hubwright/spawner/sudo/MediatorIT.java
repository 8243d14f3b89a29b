package dev.hubwright.spawner.sudo;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** With what stands in for JupyterHub's own program at {@code sudospawner_path}. */
@RequiresEngine({Engine.ROOT, Engine.SUDO})
class MediatorIT extends AccountContract {

    private static Path mediator;

    @BeforeAll
    static void install() throws Exception {
        mediator = site.installMediator();
    }

    @Override
    protected Spawner spawner() {
        return anotherInstance();
    }

    @Override
    protected Spawner anotherInstance() {
        return site.sudoSpawner(data, Map.of("group", site.people.group), mediator);
    }

    @Override
    protected List<ServerRef> hostileServers() {
        return super.hostileServers().subList(0, 5);
    }

    /** It marks nothing of its own. */
    @Override
    protected java.util.OptionalInt externalTrace() throws Exception {
        ProcessTable processes = ProcessTable.ofThisMachine();
        return java.util.OptionalInt.of((int) processes.of(site.people.uid(alice)).stream()
                .filter(process -> processes.environment(process).containsKey("JUPYTERHUB_SERVICE_PREFIX"))
                .count());
    }
}
