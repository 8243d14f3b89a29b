package dev.hubwright.spawner.docker;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be wrong with settings that are well-formed one by one, and with those of any shape. */
final class DockerChecks {

    private final Settings settings;
    private final List<Problem> problems = new ArrayList<>();

    private DockerChecks(Settings settings) {
        this.settings = settings;
    }

    static List<Problem> problems(Settings settings, Schema schema) {
        DockerChecks checks = new DockerChecks(settings);
        checks.checkImages();
        checks.checkVolumes(DockerSettings.VOLUMES, false);
        checks.checkVolumes(DockerSettings.READ_ONLY_VOLUMES, true);
        checks.checkMounts();
        checks.checkKeys(DockerSettings.EXTRA_CREATE_KWARGS, false);
        checks.checkKeys(DockerSettings.EXTRA_HOST_CONFIG, true);
        checks.checkNames(schema);
        checks.checkEngine();
        checks.checkDevices();
        if (schema == SwarmSettings.SCHEMA) {
            checks.problems.addAll(SwarmChecks.problems(settings));
        }
        return List.copyOf(checks.problems);
    }

    /** What the operator should know, though it may be meant. */
    static List<Problem> warnings(Settings settings) {
        DockerChecks checks = new DockerChecks(settings);
        checks.warnOfRights();
        settings.find(DockerSettings.HUB_IP_CONNECT)
                .ifPresent(host -> checks.wrong(
                        DockerSettings.HUB_IP_CONNECT, "= \"" + host + "\" is old; use Spawner.hub_connect_url"));
        if (settings.get(DockerSettings.NETWORK_NAME).equals("host")) {
            checks.wrong(DockerSettings.NETWORK_NAME, "= \"host\" lets servers reach all that the host itself can");
        }
        return List.copyOf(checks.problems);
    }

    private void warnOfRights() {
        Map<?, ?> create = (Map<?, ?>) settings.get(DockerSettings.EXTRA_CREATE_KWARGS);
        for (Map<?, ?> host : List.of((Map<?, ?>) settings.get(DockerSettings.EXTRA_HOST_CONFIG), hostConfig(create))) {
            host.forEach((key, value) -> {
                String word = HostOptions.hostKey(key).orElse("");
                boolean gives = word.equals("Privileged") && Boolean.TRUE.equals(value)
                        || word.matches("(Pid|Ipc|Network|Userns)Mode") && "host".equals(value);
                if (gives) {
                    wrong(
                            DockerSettings.EXTRA_HOST_CONFIG,
                            "has " + key + " = " + value + ", which gives servers rights over the engine's host");
                }
            });
        }
    }

    private void wrong(Setting<?> setting, String message) {
        problems.add(settings.problem(setting, message));
    }

    private void checkImages() {
        Object allowed = settings.get(DockerSettings.ALLOWED_IMAGES);
        boolean shape = allowed.equals("*") || allowed instanceof Map<?, ?> || allowed instanceof List<?>;
        if (!shape) {
            wrong(
                    DockerSettings.ALLOWED_IMAGES,
                    "= \"" + allowed + "\" must be a list, a map from shown names to images, or \"*\" for any; try [\""
                            + allowed + "\"]");
            return;
        }
        AllowedImages.of(allowed).choices().values().stream()
                .filter(image -> !ImageName.isValid(image))
                .forEach(image -> wrong(DockerSettings.ALLOWED_IMAGES, "has \"" + image + "\", which is no image"));
    }

    private void checkVolumes(Setting<Object> setting, boolean readOnly) {
        Object value = settings.find(setting).orElse(Map.of());
        if (!(value instanceof Map<?, ?> map)) {
            wrong(setting, "must be a map from volumes or host folders to places in the container");
            return;
        }
        map.forEach((source, place) -> checkVolume(setting, source.toString(), place, readOnly));
    }

    private void checkVolume(Setting<Object> setting, String source, Object place, boolean forced) {
        Object target = place instanceof Map<?, ?> map ? map.get("bind") : place;
        Object mode = place instanceof Map<?, ?> map && map.get("mode") != null ? map.get("mode") : "rw";
        if (!(target instanceof String text) || !text.startsWith("/") || text.contains(":")) {
            wrong(setting, "has \"" + source + "\" at " + target + ", which is no absolute place in the container");
        }
        if (!mode.toString().matches("(rw|ro|z|Z)(,(rw|ro|z|Z))*")) {
            wrong(setting, "has \"" + source + "\" with mode \"" + mode + "\"; use rw, ro, z or Z");
        }
        checkFields(setting, source);
        if (source.contains(":") || source.startsWith("~") || source.startsWith(".")) {
            wrong(setting, "has \"" + source + "\", which is neither an absolute folder nor the name of a volume");
        } else if (source.startsWith("/")) {
            checkFolder(setting, source, forced || mode.toString().contains("ro"));
        }
    }

    private void checkFolder(Setting<Object> setting, String folder, boolean readOnly) {
        HostFolders.harm(Path.of(folder), readOnly)
                .ifPresent(harm -> wrong(setting, "has the host folder " + folder + ", which " + harm));
    }

    private void checkMounts() {
        if (!(settings.get(DockerSettings.MOUNTS) instanceof List<?> mounts)) {
            wrong(DockerSettings.MOUNTS, "must be a list of mounts");
            return;
        }
        mounts.forEach(mount -> checkMount(DockerSettings.MOUNTS, mount));
    }

    private void checkMount(Setting<Object> setting, Object mount) {
        if (!(mount instanceof Map<?, ?> map)) {
            wrong(setting, "has the mount " + mount + ", which is not a map");
            return;
        }
        map.keySet().stream()
                .filter(key -> Mounts.key(key).isEmpty())
                .forEach(key -> wrong(setting, "has the unknown key \"" + key + "\"" + Mounts.hint(key)));
        Object source = map.containsKey("source") ? map.get("source") : map.get("Source");
        boolean readOnly =
                Boolean.TRUE.equals(map.containsKey("read_only") ? map.get("read_only") : map.get("ReadOnly"));
        if (source instanceof String folder && folder.startsWith("/")) {
            checkFolder(setting, folder, readOnly);
        }
    }

    private void checkKeys(Setting<Object> setting, boolean host) {
        if (!(settings.get(setting) instanceof Map<?, ?> map)) {
            wrong(setting, "must be a map");
            return;
        }
        if (!host) {
            map.keySet().stream()
                    .filter(key -> HostOptions.createKey(key).isEmpty())
                    .forEach(key ->
                            wrong(setting, "has the unknown key \"" + key + "\"" + HostOptions.hint(key, false)));
        }
        (host ? map : hostConfig(map)).forEach((key, value) -> checkHostOption(setting, key, value));
    }

    private static Map<?, ?> hostConfig(Map<?, ?> create) {
        Object host = create.containsKey("host_config") ? create.get("host_config") : create.get("HostConfig");
        return host instanceof Map<?, ?> map ? map : Map.of();
    }

    private void checkHostOption(Setting<Object> setting, Object key, Object value) {
        String word = HostOptions.hostKey(key).orElse("");
        if (word.isEmpty()) {
            wrong(setting, "has the unknown key \"" + key + "\"" + HostOptions.hint(key, true));
        }
        if (word.equals("AutoRemove")) {
            wrong(setting, "has " + key + "; use DockerSpawner.remove, which tells first why a server has ended");
        }
        if (word.equals("Mounts") && value instanceof List<?> mounts) {
            mounts.forEach(mount -> checkMount(setting, mount));
        }
        if (word.equals("Binds")) {
            for (Object bind : (List<?>) HostValues.of(word, value)) {
                String[] parts = bind.toString().split(":");
                if (parts[0].startsWith("/")) {
                    checkFolder(setting, parts[0], parts.length > 2 && parts[2].contains("ro"));
                }
            }
        }
    }

    private void checkNames(Schema schema) {
        settings.find(DockerSettings.NAME_TEMPLATE).ifPresent(template -> {
            checkFields(DockerSettings.NAME_TEMPLATE, template);
            if (!Template.isPersonal(template)) {
                wrong(DockerSettings.NAME_TEMPLATE, "= \"" + template + "\" has no {username} in it");
            }
        });
        if (!settings.get(DockerSettings.PREFIX).matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}")) {
            wrong(DockerSettings.PREFIX, "must be letters, digits, \"_\", \".\" and \"-\", at most 64");
        }
        if (schema == SystemUserSettings.SCHEMA) {
            String home = settings.get(SystemUserSettings.HOST_HOME);
            if (!home.isEmpty() && !home.startsWith("/")) {
                wrong(
                        SystemUserSettings.HOST_HOME,
                        "= \"" + home + "\" must be an absolute folder, or empty to ask the hub's accounts");
            }
        }
    }

    private void checkFields(Setting<?> setting, String template) {
        for (String field : Template.unknownFields(template)) {
            wrong(
                    setting,
                    "has {" + field + "} in \"" + template + "\"; known are "
                            + String.join(
                                    ", ", Template.FIELDS.stream().sorted().toList()));
        }
    }

    private void checkEngine() {
        String host = settings.find(DockerSettings.DOCKER_HOST).orElse("");
        if (!host.isEmpty() && !host.matches("(unix|tcp|https?|http\\+unix)://?.+")) {
            wrong(
                    DockerSettings.DOCKER_HOST,
                    "= \"" + host
                            + "\" must begin with unix:// or tcp://; for an engine behind ssh, forward its socket");
        }
        settings.get(DockerSettings.CLIENT_KWARGS).keySet().stream()
                .filter(key -> !List.of("base_url", "version", "timeout").contains(key))
                .forEach(key -> wrong(
                        DockerSettings.CLIENT_KWARGS, "has \"" + key + "\"; known are base_url, version and timeout"));
        Object tls = settings.get(DockerSettings.TLS_CONFIG);
        if (!(tls instanceof Map<?, ?> map)) {
            wrong(DockerSettings.TLS_CONFIG, "must be a map");
            return;
        }
        if (Boolean.FALSE.equals(map.get("verify"))) {
            wrong(DockerSettings.TLS_CONFIG, "has verify = false; give the engine's authority as ca_cert instead");
        }
    }

    private void checkDevices() {
        settings.find(DockerSettings.GPUS)
                .filter(gpus -> !Devices.isGpus(gpus))
                .ifPresent(
                        gpus -> wrong(DockerSettings.GPUS, "= \"" + gpus + "\" must be all, a number, or device=0,1"));
        settings.get(DockerSettings.ULIMITS).forEach((name, value) -> {
            if (!Devices.isUlimit(value)) {
                wrong(DockerSettings.ULIMITS, "has " + name + " = " + value + "; use 1024, or 1024:65536");
            }
        });
    }
}
