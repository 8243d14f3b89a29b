package dev.hubwright.spawner.k8s;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the cluster: what the settings say, else the one that the hub itself runs in, else that of a kubeconfig. The
 * client's own search is not used: it would prefer a stray file in a home to the cluster that the hub is part of.
 */
final class ClusterAddress {

    private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int MANY = 512;

    private final K8sConfig config;
    private final Map<String, String> environment;
    private final Path mounted;

    ClusterAddress(K8sConfig config, ProviderContext context) {
        this(config, context.environment(), MOUNTED);
    }

    /** For tests: with another place of the service account. */
    ClusterAddress(K8sConfig config, Map<String, String> environment, Path mounted) {
        this.config = config;
        this.environment = environment;
        this.mounted = mounted;
    }

    /**
     * Reads what there is.
     *
     * @throws InvalidSettings if there is no cluster to be found
     */
    Config find() {
        String host = config.get(ApiSettings.HOST);
        Optional<Config> around = isInCluster() ? Optional.of(inCluster()) : kubeconfig();
        if (host.isEmpty() && around.isEmpty()) {
            throw new InvalidSettings(
                    "KubeSpawner.k8s_api_host",
                    "is not set, this hub does not run in a cluster, and there is no kubeconfig; set it, or KUBECONFIG");
        }
        ConfigBuilder builder = new ConfigBuilder(around.orElseGet(Config::empty));
        if (!host.isEmpty()) {
            builder.withMasterUrl(host.contains("://") ? host : "https://" + host);
        }
        config.find(ApiSettings.CA).filter(path -> !path.isEmpty()).ifPresent(path -> builder.withCaCertFile(path)
                .withCaCertData(null));
        config.find(ApiSettings.VERIFY_SSL)
                .ifPresent(verify -> builder.withTrustCerts(!verify).withDisableHostnameVerification(!verify));
        addPassword(builder);
        tune(builder);
        return builder.build();
    }

    private boolean isInCluster() {
        return environment.containsKey("KUBERNETES_SERVICE_HOST") && Files.isReadable(mounted.resolve("token"));
    }

    private Config inCluster() {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        ConfigBuilder builder = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
                .withNamespace(text(mounted.resolve("namespace")).orElse("default"))
                // Tokens of pods are replaced about every hour.
                .withOauthTokenProvider(() -> text(mounted.resolve("token")).orElse(null));
        Path authority = mounted.resolve("ca.crt");
        if (Files.isReadable(authority)) {
            builder.withCaCertFile(authority.toString());
        }
        return builder.build();
    }

    private Optional<Config> kubeconfig() {
        String paths = environment.getOrDefault("KUBECONFIG", "");
        String first = paths.isEmpty()
                ? environment.getOrDefault("HOME", "") + "/.kube/config"
                : paths.split(File.pathSeparator)[0];
        File file = new File(first);
        return file.isFile() ? Optional.of(Config.fromKubeconfig(file)) : Optional.empty();
    }

    private void addPassword(ConfigBuilder builder) {
        Optional<String> username = config.find(ApiSettings.USERNAME).filter(name -> !name.isEmpty());
        if (username.isPresent()) {
            builder.withUsername(username.get())
                    .withPassword(config.find(ApiSettings.PASSWORD)
                            .map(password -> password.reveal())
                            .orElse(""))
                    .withOauthToken(null)
                    .withAutoOAuthToken(null)
                    .withOauthTokenProvider(null);
        }
    }

    /** One silent API server must not hold a call for longer than the settings say, and retries are our own. */
    private void tune(ConfigBuilder builder) {
        int timeout = Math.toIntExact(config.get(ApiSettings.REQUEST_TIMEOUT).toMillis());
        builder.withConnectionTimeout(timeout)
                .withRequestTimeout(timeout)
                .withRequestRetryBackoffLimit(0)
                .withMaxConcurrentRequests(MANY)
                .withMaxConcurrentRequestsPerHost(MANY)
                .withUserAgent("hubwright");
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
