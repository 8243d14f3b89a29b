package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.util.List;
import java.util.Set;

/** Starts servers in pods of a Kubernetes cluster. */
public final class K8sSpawnerFactory implements SpawnerFactory {

    /** Called by {@link java.util.ServiceLoader}. */
    public K8sSpawnerFactory() {}

    /**
     * Makes the spawner from a typed config, for those who compose a hub in code.
     *
     * @param config made by {@link K8sConfig#builder}
     */
    public static Spawner create(K8sConfig config, ProviderContext context) {
        return new K8sSpawner(config, context);
    }

    @Override
    public String id() {
        return "kubernetes";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "kubespawner.KubeSpawner",
                "kubespawner.spawner.KubeSpawner",
                "KubeSpawner",
                "kubespawner",
                "kubernetes_spawner.KubernetesSpawner",
                "KubernetesSpawner");
    }

    @Override
    public Schema schema() {
        return K8sSettings.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return K8sChecks.problems(settings);
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return K8sChecks.warnings(settings);
    }

    @Override
    public Spawner create(Settings settings, ProviderContext context) {
        return create(K8sConfig.of(settings), context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
