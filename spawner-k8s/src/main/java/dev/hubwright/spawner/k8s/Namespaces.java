package dev.hubwright.spawner.k8s;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/** Namespaces of people, where each has one; otherwise there is nothing to do. */
final class Namespaces {

    private final Cluster cluster;

    Namespaces(Cluster cluster) {
        this.cluster = cluster;
    }

    void prepare(StartPlan plan) throws ApiException, InterruptedException {
        K8sConfig config = plan.config();
        if (!config.get(ApiSettings.USER_NAMESPACES)) {
            return;
        }
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(plan.namespace())
                .withLabels(plan.rendered(config.get(ApiSettings.USER_NAMESPACE_LABELS)))
                .withAnnotations(plan.rendered(config.get(ApiSettings.USER_NAMESPACE_ANNOTATIONS)))
                .addToLabels(plan.labels().ofUser(plan.server().user()))
                .endMetadata()
                .build();
        try {
            cluster.change(client -> client.resource(namespace).create());
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
        }
    }
}
