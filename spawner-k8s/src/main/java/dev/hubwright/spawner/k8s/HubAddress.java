package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerEnvironment;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where servers reach the hub: where the settings say, by the address of its service, or where the hub itself says. */
final class HubAddress {

    private static final int USUAL_PORT = 8081;

    private final Cluster cluster;
    private final Map<String, String> environment;

    HubAddress(Cluster cluster, Map<String, String> environment) {
        this.cluster = cluster;
        this.environment = environment;
    }

    /** The environment of a server that reaches the hub there. */
    ServerEnvironment apply(StartPlan plan) throws ProviderException, ApiException, InterruptedException {
        K8sConfig config = plan.config();
        ServerEnvironment told = plan.request().environment();
        Optional<URI> said = saidBy(told);
        Optional<Integer> port = config.find(ApiSettings.HUB_CONNECT_PORT);
        Optional<String> host = config.text(ApiSettings.HUB_CONNECT_IP);
        Optional<String> service = config.text(ApiSettings.HUB_SERVICE);
        if (host.isPresent()) {
            return told.reachingHubAt(origin(said, host.get(), port));
        }
        if (service.isPresent()) {
            return told.reachingHubAt(ofService(service.get(), said, port, plan.namespace()));
        }
        return told;
    }

    private static Optional<URI> saidBy(ServerEnvironment told) {
        return Optional.ofNullable(told.boundTo("", 1).get("JUPYTERHUB_API_URL"))
                .map(URI::create);
    }

    private static URI origin(Optional<URI> said, String host, Optional<Integer> port) {
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        int number =
                port.orElse(said.map(URI::getPort).filter(known -> known > 0).orElse(USUAL_PORT));
        return URI.create(said.map(URI::getScheme).orElse("http") + "://" + literal + ":" + number);
    }

    /** Pods that were made after the service have its address in their environment; that saves asking. */
    private URI ofService(String name, Optional<URI> said, Optional<Integer> port, String namespace)
            throws ProviderException, ApiException, InterruptedException {
        String word = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_SERVICE_";
        String host = environment.get(word + "HOST");
        String number = environment.getOrDefault(word + "PORT_HUB", environment.get(word + "PORT"));
        if (host != null && number != null) {
            return origin(said, host, port.or(() -> Optional.of(Integer.valueOf(number))));
        }
        Optional<Service> ours = findNearby(name);
        Service service = (ours.isPresent() ? ours : find(namespace, name))
                .orElseThrow(() -> ProviderException.permanent(
                        "The server cannot be started: the hub cannot be reached from it",
                        "KubeSpawner.hub_ip_from_service = \"" + name + "\" is no service in the hub's namespace or in "
                                + namespace));
        return origin(said, addressOf(service), port.or(() -> portOf(service)));
    }

    /** A hub outside of the cluster need not have rights in what counts as its own namespace. */
    private Optional<Service> findNearby(String name) throws ApiException, InterruptedException {
        try {
            return find(cluster.namespace(), name);
        } catch (ApiException e) {
            if (e.isMissingRight()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Service> find(String namespace, String name) throws ApiException, InterruptedException {
        return cluster.ask(client -> Optional.ofNullable(
                client.services().inNamespace(namespace).withName(name).get()));
    }

    private static String addressOf(Service service) {
        List<LoadBalancerIngress> outside =
                service.getStatus() == null || service.getStatus().getLoadBalancer() == null
                        ? List.of()
                        : service.getStatus().getLoadBalancer().getIngress();
        return outside.stream()
                .map(ingress -> ingress.getIp() == null ? ingress.getHostname() : ingress.getIp())
                .findFirst()
                .orElse(service.getSpec().getClusterIP());
    }

    private static Optional<Integer> portOf(Service service) {
        List<ServicePort> ports = service.getSpec().getPorts();
        return ports.stream()
                .filter(port -> "hub".equals(port.getName()))
                .findFirst()
                .or(() -> ports.stream().findFirst())
                .map(ServicePort::getPort);
    }
}
