package dev.hubwright.spawner.docker;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the spawners of containers can be told: the section {@code DockerSpawner}. */
final class DockerSettings {

    static final Setting<List<String>> CMD = Setting.texts("cmd")
            .defaultsTo(List.of())
            .describedAs("The command that starts a server; empty for the image's own.");

    static final Setting<List<String>> ENV_KEEP = Setting.texts("env_keep")
            .defaultsTo(List.of())
            .describedAs("The hub's own environment variables that a server sees too.");

    static final Setting<String> IP =
            Setting.text("ip").defaultsTo("0.0.0.0").describedAs("The address that a server binds in its container.");

    static final Setting<Integer> PORT = Setting.integer("port")
            .defaultsTo(8888)
            .formerly("container_port")
            .must(port -> port > 0 && port <= 65535, "a port from 1 to 65535")
            .describedAs("The port that a server binds in its container.");

    static final Setting<String> IMAGE = Setting.text("image")
            .defaultsTo("quay.io/jupyterhub/singleuser:5.2")
            .formerly("container_image")
            .must(ImageName::isValid, "an image such as quay.io/jupyterhub/singleuser:5.2")
            .describedAs("The image of servers.");

    static final Setting<Object> ALLOWED_IMAGES = Setting.any("allowed_images")
            .defaultsTo(Map.of())
            .formerly("image_whitelist")
            .describedAs("Images that people may choose: a list, a map from shown names to images, or \"*\" for any.");

    static final Setting<String> PULL_POLICY = Setting.text("pull_policy")
            .defaultsTo("ifnotpresent")
            .must(
                    policy ->
                            Set.of("always", "ifnotpresent", "never", "skip").contains(policy.toLowerCase(Locale.ROOT)),
                    "always, ifnotpresent, never or skip")
            .describedAs("When to pull the image: always, ifnotpresent, never or skip.");

    static final Setting<Duration> PULL_TIMEOUT =
            positive("pull_timeout", 900).describedAs("Seconds that a pull may take, apart from start_timeout.");

    static final Setting<Object> REGISTRY_AUTH = Setting.any("registry_auth")
            .hidden()
            .describedAs("Credentials by registry: {registry: {username, password}} or {registry: {auth}}.");

    static final Setting<String> DOCKER_CONFIG = Setting.text("docker_config")
            .hidden()
            .variables("DOCKER_CONFIG")
            .describedAs("The folder of the docker command, its config.json, or the text of that: auths, credHelpers,"
                    + " credsStore, currentContext.");

    static final Setting<String> PREFIX = Setting.text("prefix")
            .defaultsTo("jupyter")
            .formerly("container_prefix")
            .describedAs("The beginning of names, as {prefix}.");

    static final Setting<String> NAME_TEMPLATE = Setting.text("name_template")
            .formerly("container_name_template")
            .describedAs("Names of containers; by default {prefix}-{username}, and --{servername} for named servers.");

    static final Setting<String> ESCAPE = Setting.text("escape")
            .defaultsTo("default")
            .must(value -> value.equals("default") || value.equals("legacy"), "default or legacy")
            .describedAs("How names of people become safe: default, or legacy as before DockerSpawner 12.");

    static final Setting<String> NETWORK_NAME =
            Setting.text("network_name").defaultsTo("bridge").describedAs("The network of containers.");

    static final Setting<Boolean> NETWORK_ISOLATION = Setting.flag("network_isolation")
            .defaultsTo(false)
            .describedAs("Keeps servers from reaching each other, in a network that is made for it.");

    static final Setting<Boolean> USE_INTERNAL_IP = Setting.flag("use_internal_ip")
            .describedAs("Whether servers are reached at their containers' addresses; true on networks of your own.");

    static final Setting<Boolean> USE_INTERNAL_HOSTNAME = Setting.flag("use_internal_hostname")
            .defaultsTo(false)
            .describedAs("Whether servers are reached at their containers' names.");

    static final Setting<String> HOST_IP = Setting.text("host_ip")
            .formerly("container_ip")
            .describedAs("The address that ports are published at; by default 127.0.0.1, or the host of a TCP engine.");

    static final Setting<Object> LINKS = Setting.any("links")
            .must(DockerSettings::isNothing, "left out: links are a relic; put the containers on one network instead")
            .describedAs("Not supported: use network_name.");

    static final Setting<Object> VOLUMES = Setting.any("volumes")
            .describedAs(
                    "Volumes and host folders to places in the container; by default a volume for each person's home.");

    static final Setting<Object> READ_ONLY_VOLUMES =
            Setting.any("read_only_volumes").defaultsTo(Map.of()).describedAs("The same, read-only.");

    static final Setting<Object> MOUNTS = Setting.any("mounts")
            .defaultsTo(List.of())
            .describedAs("Mounts in the words of docker-py or of the engine's API.");

    static final Setting<Boolean> REMOVE = Setting.flag("remove")
            .defaultsTo(false)
            .formerly("remove_containers")
            .describedAs("Whether a stop removes the container; what is in volumes stays.");

    static final Setting<Boolean> DELETE_VOLUMES = Setting.flag("delete_volumes_on_user_delete")
            .defaultsTo(false)
            .describedAs("Whether deleting a person deletes the volumes that were made for them.");

    static final Setting<Object> EXTRA_CREATE_KWARGS = Setting.any("extra_create_kwargs")
            .defaultsTo(Map.of())
            .describedAs("More for the creation of containers, in the words of docker-py or of the engine's API.");

    static final Setting<Object> EXTRA_HOST_CONFIG = Setting.any("extra_host_config")
            .defaultsTo(Map.of())
            .describedAs("More of the HostConfig of containers, in the words of docker-py or of the engine's API.");

    static final Setting<String> HUB_IP_CONNECT = Setting.text("hub_ip_connect")
            .describedAs("The host under which servers reach the hub; use Spawner.hub_connect_url instead.");

    static final Setting<Object> POST_START_CMD = Setting.any("post_start_cmd")
            .describedAs("A command that is run in the container after its start; it must succeed.");

    static final Setting<Duration> STOP_TIMEOUT = Setting.seconds("stop_timeout")
            .defaultsTo(Duration.ofSeconds(10))
            .must(value -> !value.isNegative(), "a number of seconds, 0 or more")
            .describedAs("Seconds that a server may take to end by itself before it is killed.");

    static final Setting<Integer> PIDS_LIMIT = Setting.integer("pids_limit")
            .defaultsTo(4096)
            .must(limit -> limit == -1 || limit > 0, "a number above 0, or -1 for no limit")
            .describedAs("How many processes and threads a container may have.");

    static final Setting<Boolean> INIT = Setting.flag("init")
            .defaultsTo(true)
            .describedAs("Whether an init process collects orphans in the container.");

    static final Setting<Boolean> NO_NEW_PRIVILEGES = Setting.flag("no_new_privileges")
            .defaultsTo(true)
            .describedAs("Whether programs in the container can gain no rights, such as by sudo.");

    static final Setting<List<String>> CAP_ADD = Setting.texts("cap_add")
            .describedAs(
                    "Capabilities; by default none, or for containers that start as root those that change users.");

    static final Setting<Long> SHM_SIZE = Setting.bytes("shm_size").describedAs("The size of /dev/shm, such as 1G.");

    static final Setting<Map<String, String>> ULIMITS = Setting.textMap("ulimits")
            .defaultsTo(Map.of())
            .describedAs("Limits such as {nofile: 65536} or {nofile: \"1024:65536\"}, soft and hard.");

    static final Setting<String> PLATFORM =
            Setting.text("platform").describedAs("The platform of images, such as linux/arm64.");

    static final Setting<String> GPUS =
            Setting.text("gpus").describedAs("Graphics cards: all, a number, or device=0,1.");

    static final Setting<Object> DEVICE_REQUESTS = Setting.any("device_requests")
            .describedAs("Device requests in the words of docker-py or of the engine's API.");

    static final Setting<String> DOCKER_HOST = Setting.text("docker_host")
            .variables("DOCKER_HOST")
            .describedAs("Where the engine is: unix:///var/run/docker.sock or tcp://host:2376.");

    static final Setting<String> DOCKER_CONTEXT = Setting.text("docker_context")
            .variables("DOCKER_CONTEXT")
            .describedAs("A context of the docker command that says where the engine is; needs docker_config.");

    static final Setting<String> DOCKER_TLS_VERIFY =
            Setting.text("docker_tls_verify").variables("DOCKER_TLS_VERIFY").describedAs("Anything: speak TLS.");

    static final Setting<String> DOCKER_CERT_PATH = Setting.text("docker_cert_path")
            .variables("DOCKER_CERT_PATH")
            .describedAs("A folder with ca.pem, cert.pem and key.pem for TLS.");

    static final Setting<String> DOCKER_API_VERSION = Setting.text("docker_api_version")
            .variables("DOCKER_API_VERSION")
            .must(value -> value.matches("\\d+\\.\\d+"), "a version such as 1.41")
            .describedAs("A version of the engine's API; by default the engine's newest.");

    static final Setting<Map<String, String>> CLIENT_KWARGS = Setting.textMap("client_kwargs")
            .defaultsTo(Map.of())
            .describedAs("base_url and version, in the words of docker-py.");

    static final Setting<Object> TLS_CONFIG = Setting.any("tls_config")
            .defaultsTo(Map.of())
            .describedAs("ca_cert and client_cert (certificate and key), in the words of docker-py.");

    static final Setting<Object> USE_DOCKER_CLIENT_ENV = Setting.any("use_docker_client_env")
            .ignored("because the variables of the docker command are always used")
            .describedAs("Has no effect: the variables of the docker command are always used.");

    static final Schema SCHEMA = SpawnerSettings.SCHEMA.then(
            "DockerSpawner",
            CMD,
            ENV_KEEP,
            IP,
            PORT,
            IMAGE,
            ALLOWED_IMAGES,
            PULL_POLICY,
            PULL_TIMEOUT,
            REGISTRY_AUTH,
            DOCKER_CONFIG,
            PREFIX,
            NAME_TEMPLATE,
            ESCAPE,
            NETWORK_NAME,
            NETWORK_ISOLATION,
            USE_INTERNAL_IP,
            USE_INTERNAL_HOSTNAME,
            HOST_IP,
            LINKS,
            VOLUMES,
            READ_ONLY_VOLUMES,
            MOUNTS,
            REMOVE,
            DELETE_VOLUMES,
            EXTRA_CREATE_KWARGS,
            EXTRA_HOST_CONFIG,
            HUB_IP_CONNECT,
            POST_START_CMD,
            STOP_TIMEOUT,
            PIDS_LIMIT,
            INIT,
            NO_NEW_PRIVILEGES,
            CAP_ADD,
            SHM_SIZE,
            ULIMITS,
            PLATFORM,
            GPUS,
            DEVICE_REQUESTS,
            DOCKER_HOST,
            DOCKER_CONTEXT,
            DOCKER_TLS_VERIFY,
            DOCKER_CERT_PATH,
            DOCKER_API_VERSION,
            CLIENT_KWARGS,
            TLS_CONFIG,
            USE_DOCKER_CLIENT_ENV);

    private DockerSettings() {}

    private static Setting<Duration> positive(String key, long seconds) {
        return Setting.seconds(key)
                .defaultsTo(Duration.ofSeconds(seconds))
                .must(value -> value.toMillis() > 0, "a number of seconds above 0");
    }

    private static boolean isNothing(Object value) {
        return value instanceof Map<?, ?> map && map.isEmpty() || value instanceof List<?> list && list.isEmpty();
    }
}
