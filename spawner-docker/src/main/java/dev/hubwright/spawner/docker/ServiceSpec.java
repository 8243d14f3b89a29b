package dev.hubwright.spawner.docker;

import dev.hubwright.api.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns what a container would be into what the swarm is asked for: a service with one task that is never restarted. */
final class ServiceSpec {

    /** What a container's host configuration may say that a service can say too. */
    static final Set<String> HOST_WORDS = Set.of(
            "Memory",
            "MemoryReservation",
            "CpuPeriod",
            "CpuQuota",
            "NanoCpus",
            "PidsLimit",
            "CapAdd",
            "CapDrop",
            "Init",
            "Ulimits",
            "ReadonlyRootfs",
            "Sysctls",
            "ExtraHosts",
            "Dns",
            "GroupAdd",
            "ShmSize",
            "Mounts",
            "Binds");

    private static final long NANOS = 1_000_000_000;

    private final DockerConfig config;
    private final Map<String, Object> container;
    private final Map<?, ?> host;
    private final List<Volume> volumes;

    /**
     * Takes what it works with.
     *
     * @param container as {@link ContainerSpec} composes it
     */
    ServiceSpec(DockerConfig config, Map<String, Object> container, List<Volume> volumes) {
        this.config = config;
        this.container = container;
        this.host = (Map<?, ?>) container.get("HostConfig");
        this.volumes = volumes;
    }

    Map<String, Object> tree(String name, Map<String, String> owner, List<Object> secrets) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("ContainerSpec", with(SwarmSettings.EXTRA_CONTAINER_SPEC, containerSpec(owner, secrets)));
        task.put("Resources", with(SwarmSettings.EXTRA_RESOURCES_SPEC, resources()));
        task.put("Placement", with(SwarmSettings.EXTRA_PLACEMENT_SPEC, new LinkedHashMap<>()));
        task.put("RestartPolicy", Map.of("Condition", "none"));
        if (!isOnNoNetwork()) {
            task.put("Networks", List.of(Map.of("Target", config.networkName())));
        }
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("Name", name);
        service.put("Labels", container.get("Labels"));
        service.put("TaskTemplate", with(SwarmSettings.EXTRA_TASK_SPEC, task));
        service.put("Mode", Map.of("Replicated", Map.of("Replicas", 1)));
        service.put("EndpointSpec", with(SwarmSettings.EXTRA_ENDPOINT_SPEC, endpoint()));
        return service;
    }

    private Map<String, Object> with(Setting<Object> part, Map<String, Object> tree) {
        HostOptions.merge(tree, SwarmWords.engine(part, (Map<?, ?>) config.get(part)));
        return tree;
    }

    /** The bridge of one engine is no network of a swarm: the server is then reached at a port of its node alone. */
    private boolean isOnNoNetwork() {
        return config.networkName().equals("bridge");
    }

    private Map<String, Object> endpoint() {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        if (Reached.by(config) == Reached.PUBLISHED) {
            endpoint.put(
                    "Ports", List.of(Map.of("Protocol", "tcp", "TargetPort", config.port(), "PublishMode", "host")));
        } else {
            // Without a virtual address, whose use needs more of the kernel than there may be.
            endpoint.put("Mode", "dnsrr");
        }
        return endpoint;
    }

    private Map<String, Object> containerSpec(Map<String, String> owner, List<Object> secrets) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("Image", container.get("Image"));
        copy(container, "Cmd", spec, "Args");
        copy(container, "Entrypoint", spec, "Command");
        for (String word : List.of("Env", "Labels", "User", "Hostname", "StopSignal", "Healthcheck")) {
            copy(container, word, spec, word.equals("Healthcheck") ? "HealthCheck" : word);
        }
        copy(container, "WorkingDir", spec, "Dir");
        copy(container, "Tty", spec, "TTY");
        copy(host, "CapAdd", spec, "CapabilityAdd");
        copy(host, "CapDrop", spec, "CapabilityDrop");
        copy(host, "ReadonlyRootfs", spec, "ReadOnly");
        copy(host, "GroupAdd", spec, "Groups");
        copy(host, "ExtraHosts", spec, "Hosts");
        for (String word : List.of("Init", "Ulimits", "Sysctls")) {
            copy(host, word, spec, word);
        }
        if (host.get("Dns") != null) {
            spec.put("DNSConfig", Map.of("Nameservers", host.get("Dns")));
        }
        spec.put("Mounts", mounts(owner));
        spec.put("Secrets", secrets);
        spec.put("StopGracePeriod", config.get(DockerSettings.STOP_TIMEOUT).toNanos());
        return spec;
    }

    private static void copy(Map<?, ?> from, String word, Map<String, Object> to, String otherWord) {
        if (from.get(word) != null) {
            to.put(otherWord, from.get(word));
        }
    }

    private List<Object> mounts(Map<String, String> owner) {
        List<Object> mounts = new ArrayList<>((List<?>) host.get("Mounts"));
        for (Volume volume : volumes) {
            Map<String, Object> mount = new LinkedHashMap<>();
            mount.put("Type", volume.isHostFolder() ? "bind" : "volume");
            mount.put("Source", volume.source());
            mount.put("Target", volume.target());
            mount.put("ReadOnly", List.of(volume.mode().split(",")).contains("ro"));
            if (!volume.isHostFolder()) {
                mount.put("VolumeOptions", volumeOptions(volume, owner));
            }
            mounts.add(mount);
        }
        if (host.get("ShmSize") instanceof Long bytes) {
            mounts.add(Map.of("Type", "tmpfs", "Target", "/dev/shm", "TmpfsOptions", Map.of("SizeBytes", bytes)));
        }
        return mounts;
    }

    private Map<String, Object> volumeOptions(Volume volume, Map<String, String> owner) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (volume.personal()) {
            Map<String, String> labels = new LinkedHashMap<>(owner);
            if (!volume.ofServer()) {
                labels.remove(Labels.SERVER);
            }
            options.put("Labels", labels);
        }
        if (!config.get(SwarmSettings.VOLUME_DRIVER).isEmpty()) {
            options.put(
                    "DriverConfig",
                    Map.of(
                            "Name",
                            config.get(SwarmSettings.VOLUME_DRIVER),
                            "Options",
                            config.get(SwarmSettings.VOLUME_DRIVER_OPTIONS)));
        }
        return options;
    }

    private Map<String, Object> resources() {
        Map<String, Object> limits = new LinkedHashMap<>();
        copy(host, "Memory", limits, "MemoryBytes");
        copy(host, "NanoCpus", limits, "NanoCPUs");
        if (host.get("CpuQuota") instanceof Number quota && host.get("CpuPeriod") instanceof Number period) {
            limits.put("NanoCPUs", quota.longValue() * NANOS / period.longValue());
        }
        if (host.get("PidsLimit") instanceof Number pids && pids.longValue() > 0) {
            limits.put("Pids", pids);
        }
        Map<String, Object> reservations = new LinkedHashMap<>();
        copy(host, "MemoryReservation", reservations, "MemoryBytes");
        Map<String, Object> resources = new LinkedHashMap<>();
        resources.put("Limits", limits);
        resources.put("Reservations", reservations);
        return resources;
    }
}
