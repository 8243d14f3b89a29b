package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderContext;

/** What starting, watching and stopping work with; made once for a spawner. */
final class K8sParts implements AutoCloseable {

    private final Cluster cluster;
    private final Labels labels;
    private final Pods pods;
    private final Claims claims;
    private final Departure departure;
    private final HubAddress hubAddress;

    K8sParts(K8sConfig config, ProviderContext context, ClusterAddress address) {
        this.cluster = new Cluster(address::find, config.get(ApiSettings.RETRY_TIMEOUT));
        this.labels = new Labels(context.hubId(), context.instanceName());
        this.pods = new Pods(cluster, labels);
        this.claims = new Claims(cluster, labels);
        this.departure = new Departure(pods, config.get(K8sSettings.FORCE_DELETE_AFTER));
        this.hubAddress = new HubAddress(cluster, context.environment());
    }

    Cluster cluster() {
        return cluster;
    }

    Labels labels() {
        return labels;
    }

    Pods pods() {
        return pods;
    }

    Claims claims() {
        return claims;
    }

    Departure departure() {
        return departure;
    }

    HubAddress hubAddress() {
        return hubAddress;
    }

    Namespaces namespaces() {
        return new Namespaces(cluster);
    }

    Companions companions() {
        return new Companions(cluster);
    }

    @Override
    public void close() {
        pods.close();
        cluster.close();
    }
}
