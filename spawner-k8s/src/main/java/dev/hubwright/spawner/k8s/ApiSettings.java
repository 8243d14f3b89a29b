package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import java.time.Duration;
import java.util.Map;

/** Where the cluster is, and how servers and hub reach each other in it. */
final class ApiSettings {

    static final Setting<String> HOST = Setting.text("k8s_api_host")
            .defaultsTo("")
            .formerly("host")
            .describedAs(
                    "The API server, such as https://host:6443; by default the hub's own cluster, then a kubeconfig.");

    static final Setting<String> CA = Setting.text("k8s_api_ssl_ca_cert")
            .clearable()
            .describedAs("A file with the authority of the API server's certificate.");

    static final Setting<Boolean> VERIFY_SSL = Setting.flag("k8s_api_verify_ssl")
            .clearable()
            .formerly("verify_ssl")
            .describedAs("Whether to check the API server's certificate; by default as the kubeconfig says.");

    static final Setting<String> USERNAME = Setting.text("username")
            .describedAs("A name for clusters before Kubernetes 1.19, or a proxy before one, that take passwords.");

    static final Setting<Secret> PASSWORD = Setting.secret("password").describedAs("The password of username.");

    static final Setting<Duration> REQUEST_TIMEOUT =
            positive("k8s_api_request_timeout", 3).describedAs("Seconds that one request to the API server may take.");

    static final Setting<Duration> RETRY_TIMEOUT = positive("k8s_api_request_retry_timeout", 30)
            .describedAs("Seconds for which a request is made again while the API server does not answer.");

    static final Setting<Object> THREADPOOL_WORKERS = Setting.any("k8s_api_threadpool_workers")
            .ignored("because there are as many threads as needed")
            .describedAs("Has no effect: there are as many threads as needed.");

    static final Setting<String> NAMESPACE = Setting.text("namespace")
            .must(name -> name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"), "the name of a namespace")
            .describedAs("The namespace of pods; by default that of the hub or of the kubeconfig.");

    static final Setting<Boolean> USER_NAMESPACES =
            Setting.flag("enable_user_namespaces").defaultsTo(false).describedAs("Gives each person a namespace.");

    static final Setting<String> USER_NAMESPACE_TEMPLATE = Setting.text("user_namespace_template")
            .defaultsTo("{hubnamespace}-{username}")
            .describedAs("Names of namespaces of people.");

    static final Setting<Map<String, String>> USER_NAMESPACE_LABELS = Setting.textMap("user_namespace_labels")
            .defaultsTo(Map.of())
            .describedAs("Labels of namespaces of people.");

    static final Setting<Map<String, String>> USER_NAMESPACE_ANNOTATIONS = Setting.textMap("user_namespace_annotations")
            .defaultsTo(Map.of())
            .describedAs("Annotations of namespaces of people.");

    static final Setting<String> HUB_CONNECT_IP = Setting.text("hub_connect_ip")
            .clearable()
            .formerly("hub_ip")
            .describedAs("The address or name at which servers reach the hub, if not Spawner.hub_connect_url.");

    static final Setting<Integer> HUB_CONNECT_PORT = Setting.integer("hub_connect_port")
            .formerly("hub_port")
            .must(port -> port > 0 && port <= 65535, "a port from 1 to 65535")
            .describedAs("The port at which servers reach the hub, with hub_connect_ip or hub_ip_from_service.");

    static final Setting<String> HUB_SERVICE = Setting.text("hub_ip_from_service")
            .defaultsTo("")
            .describedAs("The service by whose address servers reach the hub, where names cannot be looked up.");

    static final Setting<Boolean> SERVICES_ENABLED = Setting.flag("services_enabled")
            .defaultsTo(false)
            .describedAs("Gives each pod a service, and reaches servers by its name.");

    static final Setting<String> DNS_NAME_TEMPLATE = Setting.text("dns_name_template")
            .defaultsTo("{name}.{namespace}.svc.cluster.local")
            .describedAs("Names of the services of pods.");

    static final Setting<String> POD_CONNECT_IP = Setting.text("pod_connect_ip")
            .defaultsTo("")
            .describedAs("A name at which the proxy reaches servers, instead of the addresses of pods.");

    static final Setting<Boolean> EVENTS_ENABLED =
            Setting.flag("events_enabled").defaultsTo(true).describedAs("Shows what the cluster does during a start.");

    private ApiSettings() {}

    private static Setting<Duration> positive(String key, long seconds) {
        return Setting.seconds(key)
                .defaultsTo(Duration.ofSeconds(seconds))
                .must(value -> value.toMillis() > 0, "a number of seconds above 0");
    }
}
