package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.model.ContainerConfig;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Composes what the engine is asked to create, as a tree in the words of its API. */
final class ContainerSpec {

    /** What an image that starts as root needs to become somebody else. */
    private static final List<String> TO_CHANGE_USERS =
            List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID");

    private static final long CPU_PERIOD = 100_000;

    private final DockerConfig config;
    private final SpawnRequest request;
    private final Template template;
    private final ContainerConfig image;
    private final Map<String, String> kept;

    /**
     * Takes what it works with.
     *
     * @param image what the image says of itself
     * @param kept the hub's own variables that the server sees too
     */
    ContainerSpec(
            DockerConfig config,
            SpawnRequest request,
            Template template,
            ContainerConfig image,
            Map<String, String> kept) {
        this.config = config;
        this.request = request;
        this.template = template;
        this.image = image;
        this.kept = kept;
    }

    Map<String, Object> tree(Labels labels, List<Volume> volumes, List<Map<String, Object>> mounts, String network)
            throws ProviderException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Image", ImageName.of(config.image()).full());
        tree.put("ExposedPorts", Map.of(config.port() + "/tcp", Map.of()));
        command().ifPresent(command -> tree.put("Cmd", command));
        tree.put("HostConfig", host(volumes, mounts, network));
        Map<String, Object> extra = extra();
        List<String> environment = environment(extra.remove("Env"));
        HostOptions.merge(tree, extra);
        @SuppressWarnings("unchecked") // made above, and merged with maps only
        Map<String, Object> host = (Map<String, Object>) tree.get("HostConfig");
        HostOptions.merge(host, extraHost());
        setCapabilities(tree, host);
        tree.put("Env", environment);
        tree.put("Labels", labels(labels, tree.get("Labels")));
        return tree;
    }

    private Map<String, Object> extra() {
        Map<?, ?> written = (Map<?, ?>) config.get(DockerSettings.EXTRA_CREATE_KWARGS);
        return HostOptions.create((Map<?, ?>) template.renderTree(written));
    }

    private Map<String, Object> extraHost() {
        Map<?, ?> written = (Map<?, ?>) config.get(DockerSettings.EXTRA_HOST_CONFIG);
        return HostOptions.host((Map<?, ?>) template.renderTree(written));
    }

    /** Empty to leave the image's own. */
    private Optional<List<String>> command() {
        List<String> command = request.command();
        List<String> arguments = config.get(SpawnerSettings.ARGS);
        boolean onlyArguments = config.get(DockerSettings.CMD).isEmpty() && command.equals(arguments);
        if (command.isEmpty()) {
            return Optional.empty();
        }
        if (!onlyArguments) {
            return Optional.of(command);
        }
        List<String> all = new ArrayList<>(image.getCmd() == null ? List.of() : List.of(image.getCmd()));
        all.addAll(arguments);
        return Optional.of(all);
    }

    private List<String> environment(Object extra) {
        Map<String, String> variables = new LinkedHashMap<>(kept);
        variables.putAll(environmentOfServer().boundTo(config.get(DockerSettings.IP), config.port()));
        variables.put("JUPYTER_IMAGE_SPEC", config.image());
        List<String> lines = new ArrayList<>();
        variables.forEach((name, value) -> lines.add(name + "=" + value));
        if (extra instanceof List<?> more) {
            more.forEach(line -> lines.add(line.toString()));
        }
        return lines;
    }

    private ServerEnvironment environmentOfServer() {
        ServerEnvironment environment = request.environment();
        Optional<String> host = config.find(DockerSettings.HUB_IP_CONNECT).filter(value -> !value.isEmpty());
        String api = environment.boundTo("", 1).get("JUPYTERHUB_API_URL");
        if (host.isEmpty() || api == null) {
            return environment;
        }
        URI url = URI.create(api);
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return environment.reachingHubAt(URI.create(url.getScheme() + "://" + host.get() + port));
    }

    private Map<String, Object> host(List<Volume> volumes, List<Map<String, Object>> mounts, String network) {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("Binds", volumes.stream().map(Volume::bind).toList());
        host.put("Mounts", mounts);
        host.put("NetworkMode", network);
        if (Reached.by(config) == Reached.PUBLISHED) {
            Map<String, String> binding = Map.of("HostIp", hostIp(), "HostPort", "");
            host.put("PortBindings", Map.of(config.port() + "/tcp", List.of(binding)));
        }
        host.put("Init", config.get(DockerSettings.INIT));
        host.put("PidsLimit", config.get(DockerSettings.PIDS_LIMIT));
        host.put("RestartPolicy", Map.of("Name", "no"));
        if (config.get(DockerSettings.NO_NEW_PRIVILEGES)) {
            host.put("SecurityOpt", List.of("no-new-privileges"));
        }
        config.find(DockerSettings.SHM_SIZE).ifPresent(bytes -> host.put("ShmSize", bytes));
        addLimits(host);
        addDevices(host);
        return host;
    }

    private String hostIp() {
        return config.find(DockerSettings.HOST_IP).orElseGet(() -> EngineAddresses.publishedAt(config));
    }

    private void addLimits(Map<String, Object> host) {
        Resources resources = request.resources();
        resources.memoryLimit().ifPresent(bytes -> host.put("Memory", bytes));
        resources.memoryGuarantee().ifPresent(bytes -> host.put("MemoryReservation", bytes));
        resources.cpuLimit().ifPresent(cores -> {
            Object period = extraHost().getOrDefault("CpuPeriod", CPU_PERIOD);
            host.put("CpuPeriod", period);
            host.put("CpuQuota", (long) (cores * ((Number) period).longValue()));
        });
        resources.cpuGuarantee().ifPresent(cores -> host.put("CpuShares", Math.max(2, (int) (cores * 1024))));
        List<Map<String, Object>> ulimits = new ArrayList<>();
        config.get(DockerSettings.ULIMITS).forEach((name, value) -> ulimits.add(Devices.ulimit(name, value)));
        if (!ulimits.isEmpty()) {
            host.put("Ulimits", ulimits);
        }
    }

    private void addDevices(Map<String, Object> host) {
        List<Object> requests = new ArrayList<>();
        config.find(DockerSettings.GPUS).ifPresent(gpus -> requests.add(Devices.gpus(gpus)));
        config.find(DockerSettings.DEVICE_REQUESTS)
                .ifPresent(value -> requests.addAll((List<?>) HostValues.of("DeviceRequests", value)));
        if (!requests.isEmpty()) {
            host.put("DeviceRequests", requests);
        }
    }

    private void setCapabilities(Map<String, Object> tree, Map<String, Object> host) {
        Object user = tree.getOrDefault("User", image.getUser() == null ? "" : image.getUser());
        host.putIfAbsent("CapDrop", List.of("ALL"));
        host.putIfAbsent(
                "CapAdd",
                config.find(DockerSettings.CAP_ADD)
                        .orElse(Users.isRoot(user.toString()) ? TO_CHANGE_USERS : List.of()));
    }

    private Map<String, Object> labels(Labels labels, Object extra) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (extra instanceof Map<?, ?> more) {
            more.forEach((key, value) -> all.put(key.toString(), value.toString()));
        }
        all.putAll(labels.of(request.server()));
        all.put(Labels.SPAWN, request.spawnId());
        all.put(Labels.PORT, "" + config.port());
        all.put(Labels.REACHED, Reached.by(config).name());
        all.put(Labels.REMOVE, "" + config.remove());
        all.put(
                Labels.STOP_TIMEOUT,
                "" + config.get(DockerSettings.STOP_TIMEOUT).toMillis());
        return all;
    }
}
