package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    /** A group's or a profile's choice comes after the check of the settings. */
    @Test
    void refusesWhatTheMediatorCannotDo() throws Exception {
        Spawner byShell = site.sudoSpawner(data, Map.of("shell_cmd", List.of("bash", "-l", "-c")), mediator);
        Resources limits = new Resources(
                OptionalLong.of(1 << 30), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        SpawnRequest.Builder request = site.request(ServerRef.of(alice));

        assertThatThrownBy(() -> byShell.start(request.build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining(
                        "LocalProcessSpawner.shell_cmd = [bash, -l, -c] cannot be had through sudospawner")
                .hasMessageContaining("hubwright setup sudo");
        assertThatThrownBy(() -> spawner().start(request.resources(limits).build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("Spawner.mem_limit");
        assertThat(externalTrace()).hasValue(0);
    }
}
