package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** How the proxy reaches a server in its container. */
enum Reached {
    /** By a port of the engine's host. */
    PUBLISHED {
        @Override
        Optional<URI> uri(InspectContainerResponse container, int port, String engineHost) {
            Ports.Binding[] bindings =
                    container.getNetworkSettings().getPorts().getBindings().get(ExposedPort.tcp(port));
            if (bindings == null || bindings.length == 0 || bindings[0].getHostPortSpec() == null) {
                return Optional.empty();
            }
            String ip = String.valueOf(bindings[0].getHostIp());
            boolean everywhere = ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::") || ip.equals("null");
            return Optional.of(http(everywhere ? engineHost : ip, Integer.parseInt(bindings[0].getHostPortSpec())));
        }
    },
    /** By the container's address. */
    INTERNAL {
        @Override
        Optional<URI> uri(InspectContainerResponse container, int port, String engineHost) {
            return container.getNetworkSettings().getNetworks().values().stream()
                    .flatMap(network -> address(network).stream())
                    .findFirst()
                    .map(address -> http(address, port));
        }
    },
    /** By the container's name. */
    HOSTNAME {
        @Override
        Optional<URI> uri(InspectContainerResponse container, int port, String engineHost) {
            return Optional.of(http(container.getName().substring(1), port));
        }
    },
    /** The container has no network of its own. */
    HOST {
        @Override
        Optional<URI> uri(InspectContainerResponse container, int port, String engineHost) {
            return Optional.of(http(engineHost, port));
        }
    };

    static Reached by(DockerConfig config) {
        if (config.get(DockerSettings.USE_INTERNAL_HOSTNAME)) {
            return HOSTNAME;
        }
        String network = config.networkName();
        if (network.equals("host")) {
            return HOST;
        }
        boolean own = !network.equals("bridge") && !config.get(DockerSettings.NETWORK_ISOLATION);
        return config.find(DockerSettings.USE_INTERNAL_IP).orElse(own) ? INTERNAL : PUBLISHED;
    }

    /** Empty while the container has no address, as when it has ended. */
    abstract Optional<URI> uri(InspectContainerResponse container, int port, String engineHost);

    /** As it stands in the labels of the container. */
    static Optional<URI> uri(InspectContainerResponse container, String engineHost) {
        Map<String, String> labels = container.getConfig().getLabels();
        return valueOf(labels.get(Labels.REACHED))
                .uri(container, Integer.parseInt(labels.get(Labels.PORT)), engineHost);
    }

    private static Optional<String> address(ContainerNetwork network) {
        String four = network.getIpAddress();
        String six = network.getGlobalIPv6Address();
        if (four != null && !four.isEmpty()) {
            return Optional.of(four);
        }
        return six == null || six.isEmpty() ? Optional.empty() : Optional.of(six);
    }

    static URI http(String host, int port) {
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + literal + ":" + port);
    }
}
