package dev.hubwright.spawner.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The options of containers in the words of docker-py and in those of the engine's API, which it all becomes. */
final class HostOptions {

    private static final String ENGINE_HOST =
            "AutoRemove Binds BlkioDeviceReadBps BlkioDeviceReadIOps BlkioDeviceWriteBps"
                    + " BlkioDeviceWriteIOps BlkioWeight BlkioWeightDevice CapAdd CapDrop Cgroup CgroupParent CgroupnsMode"
                    + " ContainerIDFile CpuCount CpuPercent CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime CpuShares"
                    + " CpusetCpus CpusetMems DeviceCgroupRules DeviceRequests Devices Dns DnsOptions DnsSearch ExtraHosts"
                    + " GroupAdd IOMaximumBandwidth IOMaximumIOps Init IpcMode Isolation KernelMemory KernelMemoryTCP LogConfig"
                    + " MaskedPaths Memory MemoryReservation MemorySwap MemorySwappiness Mounts NanoCpus NetworkMode"
                    + " OomKillDisable OomScoreAdj PidMode PidsLimit PortBindings Privileged PublishAllPorts ReadonlyPaths"
                    + " ReadonlyRootfs RestartPolicy Runtime SecurityOpt ShmSize StorageOpt Sysctls Tmpfs UTSMode Ulimits"
                    + " UsernsMode VolumeDriver VolumesFrom Annotations";

    private static final String ENGINE_CREATE = "ArgsEscaped AttachStderr AttachStdin AttachStdout Cmd Domainname"
            + " Entrypoint Env ExposedPorts Healthcheck HostConfig Hostname Image Labels MacAddress NetworkDisabled"
            + " NetworkingConfig OnBuild OpenStdin Shell StdinOnce StopSignal StopTimeout Tty User Volumes WorkingDir";

    /** Where docker-py has a word that is not the engine's with underscores. */
    private static final Map<String, String> OTHER_HOST_WORDS = Map.ofEntries(
            Map.entry("mem_limit", "Memory"),
            Map.entry("mem_reservation", "MemoryReservation"),
            Map.entry("memswap_limit", "MemorySwap"),
            Map.entry("mem_swappiness", "MemorySwappiness"),
            Map.entry("kernel_memory", "KernelMemory"),
            Map.entry("nano_cpus", "NanoCpus"),
            Map.entry("read_only", "ReadonlyRootfs"),
            Map.entry("dns_opt", "DnsOptions"),
            Map.entry("isolation", "Isolation"),
            Map.entry("device_read_bps", "BlkioDeviceReadBps"),
            Map.entry("device_read_iops", "BlkioDeviceReadIOps"),
            Map.entry("device_write_bps", "BlkioDeviceWriteBps"),
            Map.entry("device_write_iops", "BlkioDeviceWriteIOps"),
            Map.entry("cpuset", "CpusetCpus"),
            Map.entry("cpu_rt_period", "CpuRealtimePeriod"),
            Map.entry("cpu_rt_runtime", "CpuRealtimeRuntime"));

    private static final Map<String, String> OTHER_CREATE_WORDS = Map.of(
            "command", "Cmd",
            "environment", "Env",
            "ports", "ExposedPorts",
            "stdin_open", "OpenStdin",
            "mac_address", "MacAddress");

    private static final Map<String, String> HOST = words(ENGINE_HOST, OTHER_HOST_WORDS);
    private static final Map<String, String> CREATE = words(ENGINE_CREATE, OTHER_CREATE_WORDS);

    /** What more of is more, where all else is another choice. */
    private static final Set<String> ADDED = Set.of("Binds", "Mounts", "SecurityOpt");

    private HostOptions() {}

    private static Map<String, String> words(String engine, Map<String, String> others) {
        Map<String, String> words = new TreeMap<>(others);
        for (String word : engine.split(" ")) {
            words.put(word, word);
            words.putIfAbsent(underscored(word), word);
        }
        return words;
    }

    private static String underscored(String word) {
        return word.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    static Optional<String> hostKey(Object key) {
        return Optional.ofNullable(HOST.get(String.valueOf(key)));
    }

    static Optional<String> createKey(Object key) {
        return Optional.ofNullable(CREATE.get(String.valueOf(key)));
    }

    /** What was probably meant. */
    static String hint(Object key, boolean host) {
        return Words.near(key, (host ? HOST : CREATE).keySet());
    }

    /** In the engine's words; keys must be known. */
    static Map<String, Object> host(Map<?, ?> options) {
        Map<String, Object> tree = new LinkedHashMap<>();
        options.forEach((key, value) -> {
            String word = hostKey(key).orElseThrow();
            tree.put(word, HostValues.of(word, value));
        });
        return tree;
    }

    /** In the engine's words, with what docker-py calls {@code host_config} inside; keys must be known. */
    static Map<String, Object> create(Map<?, ?> options) {
        Map<String, Object> tree = new LinkedHashMap<>();
        options.forEach((key, value) -> {
            String word = createKey(key).orElseThrow();
            tree.put(
                    word,
                    word.equals("HostConfig") && value instanceof Map<?, ?> host
                            ? host(host)
                            : HostValues.of(word, value));
        });
        return tree;
    }

    /** Puts {@code above} over {@code below}, map by map. */
    @SuppressWarnings("unchecked") // trees of JSON have texts for keys
    static void merge(Map<String, Object> below, Map<String, Object> above) {
        above.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && below.get(key) instanceof Map<?, ?> old) {
                Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) old);
                merge(copy, (Map<String, Object>) inner);
                below.put(key, copy);
            } else if (ADDED.contains(key) && value instanceof List<?> more && below.get(key) instanceof List<?> old) {
                List<Object> both = new ArrayList<>(old);
                both.addAll(more);
                below.put(key, both);
            } else {
                below.put(key, value);
            }
        });
    }
}
