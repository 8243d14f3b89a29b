package dev.hubwright.spawner.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;

/**
 * What a pod owns: the secret with its token, and its service where it has one. They are made right after the pod, as its
 * property from the first moment: so nothing is left of them without it, and the hub needs no right but to make them.
 */
final class Companions {

    private final Cluster cluster;

    Companions(Cluster cluster) {
        this.cluster = cluster;
    }

    void make(StartPlan plan, EnvironmentVariables environment, OwnerReference owner)
            throws ApiException, InterruptedException {
        if (!environment.inSecret().isEmpty()) {
            create(new SecretBuilder()
                    .withMetadata(metadata(plan, plan.secretName(), owner))
                    .withType("Opaque")
                    .withStringData(environment.inSecret())
                    .build());
        }
        if (plan.config().get(ApiSettings.SERVICES_ENABLED)) {
            create(new ServiceBuilder()
                    .withMetadata(metadata(plan, plan.podName(), owner))
                    .withNewSpec()
                    .withSelector(Map.of(Labels.SPAWN, plan.request().spawnId()))
                    .addNewPort()
                    .withName("http")
                    .withPort(plan.config().port())
                    .endPort()
                    .endSpec()
                    .build());
        }
    }

    private static ObjectMeta metadata(StartPlan plan, String name, OwnerReference owner) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(plan.namespace())
                .withLabels(plan.commonLabels())
                .withAnnotations(plan.annotations())
                .withOwnerReferences(owner)
                .build();
    }

    /** A conflict is an earlier try of ours whose answer was lost: the secret's name has the start's id. */
    private void create(HasMetadata thing) throws ApiException, InterruptedException {
        try {
            cluster.change(client -> client.resource(thing).create());
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
        }
    }
}
