package dev.hubwright.spawner.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;

/**
 * What belongs to a pod: the secret with its token, and its service where it has one. The secret is there before the
 * pod, since a node that misses it looks again much later only; the pod owns it from right after.
 */
final class Companions {

    private final Cluster cluster;

    Companions(Cluster cluster) {
        this.cluster = cluster;
    }

    void makeSecret(StartPlan plan, EnvironmentVariables environment) throws ApiException, InterruptedException {
        create(secret(plan, environment).build());
    }

    private static SecretBuilder secret(StartPlan plan, EnvironmentVariables environment) {
        return new SecretBuilder()
                .withMetadata(metadata(plan, plan.secretName()).build())
                .withType("Opaque")
                .withStringData(environment.inSecret());
    }

    /** Makes the pod the owner of its secret, so that it goes with it, whoever deletes it; and makes its service. */
    void belongTo(Pod pod, StartPlan plan, EnvironmentVariables environment) throws ApiException, InterruptedException {
        OwnerReference owner = new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .build();
        // Written as a whole, past the client's own update, which reads it first: that is a right the hub should not
        // have.
        Secret owned = secret(plan, environment)
                .editMetadata()
                .withOwnerReferences(owner)
                .endMetadata()
                .build();
        String path = "/api/v1/namespaces/" + plan.namespace() + "/secrets/" + plan.secretName();
        cluster.change(client -> String.valueOf(client.raw(path, "PUT", owned)));
        if (plan.config().get(ApiSettings.SERVICES_ENABLED)) {
            create(new ServiceBuilder()
                    .withMetadata(metadata(plan, plan.podName())
                            .withOwnerReferences(owner)
                            .build())
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

    /** For a start that did not come so far that the pod owned it; what is gone already is no error. */
    void removeSecret(PodRef ref) throws ApiException, InterruptedException {
        if (!ref.secret().isEmpty()) {
            cluster.change(client -> client.secrets()
                    .inNamespace(ref.namespace())
                    .withName(ref.secret())
                    .delete());
        }
    }

    private static ObjectMetaBuilder metadata(StartPlan plan, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(plan.namespace())
                .withLabels(plan.commonLabels())
                .withAnnotations(plan.annotations());
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
