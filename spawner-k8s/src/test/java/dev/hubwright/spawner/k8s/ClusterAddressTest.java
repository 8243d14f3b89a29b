package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster is meant, where several could be. */
class ClusterAddressTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void leaveAStrayFile() throws Exception {
        Path stray = Files.writeString(
                folder.resolve("config"),
                "---\n{apiVersion: v1, kind: Config, current-context: x, contexts: [{name: x, context: {cluster: x, user: x,"
                        + " namespace: theirs}}], clusters: [{name: x, cluster: {server: 'https://stray:6443'}}],"
                        + " users: [{name: x, user: {token: stray-token}}]}");
        environment.put("KUBECONFIG", stray.toString());
    }

    private Config find(Map<String, Object> settings) {
        return new ClusterAddress(K8sConfig.of(Kube.settings(settings)), environment, folder).find();
    }

    private void runInACluster(String host) throws Exception {
        environment.put("KUBERNETES_SERVICE_HOST", host);
        environment.put("KUBERNETES_SERVICE_PORT", "443");
        Files.writeString(folder.resolve("token"), "first\n");
        Files.writeString(folder.resolve("namespace"), "hubs");
    }

    @Test
    void theClusterAroundStandsOverAFileThatLiesThere() throws Exception {
        runInACluster("10.96.0.1");

        Config found = find(Map.of());
        assertThat(found.getMasterUrl()).startsWith("https://10.96.0.1:443");
        assertThat(found.getNamespace()).isEqualTo("hubs");
        assertThat(found.getOauthTokenProvider().getToken()).isEqualTo("first");
        Files.writeString(folder.resolve("token"), "second\n");
        assertThat(found.getOauthTokenProvider().getToken()).isEqualTo("second");
    }

    @Test
    void whatIsWrittenStandsOverBoth() throws Exception {
        runInACluster("10.96.0.1");

        assertThat(find(Map.of("k8s_api_host", "api.example.org:6443")).getMasterUrl())
                .startsWith("https://api.example.org:6443");
    }

    @Test
    void addressesOfTheNewKindAreBracketed() throws Exception {
        runInACluster("fd00::1");

        assertThat(find(Map.of()).getMasterUrl()).startsWith("https://[fd00::1]:443");
    }

    @Test
    void outsideOfAClusterAFileWillDo() {
        Config found = find(Map.of());

        assertThat(found.getMasterUrl()).startsWith("https://stray:6443");
        assertThat(found.getNamespace()).isEqualTo("theirs");
    }

    @Test
    void aPasswordGoesWithoutAnyToken() {
        Config found = find(Map.of("username", "jupyter", "password", "rosebud"));

        assertThat(found.getUsername()).isEqualTo("jupyter");
        assertThat(found.getPassword()).isEqualTo("rosebud");
        assertThat(found.getOauthToken()).isNull();
    }

    @Test
    void whereThereIsNoneItSaysWhatToSet() {
        environment.clear();

        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("k8s_api_host", "KUBECONFIG");
    }
}
