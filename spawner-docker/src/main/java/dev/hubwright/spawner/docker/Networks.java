package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.model.Network;
import dev.hubwright.api.ProviderException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The networks that containers are put on. */
final class Networks {

    private static final Set<String> ALWAYS_THERE = Set.of("bridge", "host", "none", "default");
    private static final String BETWEEN_CONTAINERS = "com.docker.network.bridge.enable_icc";

    private final Engine engine;
    private final Labels labels;

    Networks(Engine engine, Labels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /** The name of the network for a container, which is there afterwards. */
    String prepare(DockerConfig config) throws ProviderException, EngineException, InterruptedException {
        if (config.get(DockerSettings.NETWORK_ISOLATION)) {
            return isolated(config);
        }
        String name = config.networkName();
        if (!ALWAYS_THERE.contains(name)
                && !name.startsWith("container:")
                && inspect(name).isEmpty()) {
            throw ProviderException.permanent(
                    "The server cannot be started: its network is missing",
                    "DockerSpawner.network_name = \"" + name + "\" does not exist; try \"docker network create " + name
                            + "\"");
        }
        return name;
    }

    private Optional<Network> inspect(String name) throws EngineException, InterruptedException {
        try {
            return Optional.of(engine.ask(
                    docker -> docker.inspectNetworkCmd().withNetworkId(name).exec()));
        } catch (EngineException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String isolated(DockerConfig config) throws ProviderException, EngineException, InterruptedException {
        boolean own = config.isSet(DockerSettings.NETWORK_NAME);
        String name = own ? config.networkName() : config.get(DockerSettings.PREFIX) + "-isolated";
        if (inspect(name).isEmpty()) {
            create(name);
        }
        Map<String, String> options = inspect(name).map(Network::getOptions).orElse(Map.of());
        if (!"false".equals(options.get(BETWEEN_CONTAINERS))) {
            throw ProviderException.permanent(
                    "The server cannot be started: its network does not keep servers apart",
                    "DockerSpawner.network_isolation is on, but network \"" + name + "\" has not the option "
                            + BETWEEN_CONTAINERS + "=false; remove it and it is made rightly");
        }
        return name;
    }

    private void create(String name) throws EngineException, InterruptedException {
        try {
            engine.change(docker -> docker.createNetworkCmd()
                    .withName(name)
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withOptions(Map.of(BETWEEN_CONTAINERS, "false"))
                    .withLabels(Map.of(Labels.HUB, labels.hubId(), Labels.INSTANCE, labels.instance()))
                    .exec());
        } catch (EngineException e) {
            // Another start was quicker.
            if (!e.isConflict()) {
                throw e;
            }
        }
    }
}
