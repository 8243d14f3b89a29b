package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import dev.hubwright.api.RawSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The chart of deploy/helm, rendered by Helm itself: what the hub reads, and what the cluster gets. */
class ChartTest {

    private static final Path CHART = Path.of("..", "deploy", "helm", "hubwright");
    private static final Path FOLDER = Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings");

    /** Helm without a cluster cannot look for the secret that is there. */
    private static final String TOKEN = "\nproxy: {secretToken: of-the-proxy}\n";

    private static final Map<String, Object> HERE = Map.of(
            "JupyterHub.data_folder", "/srv/hubwright/data",
            "JupyterHub.hub_connect_url", "http://10.96.0.2:8081",
            "ConfigurableHTTPProxy.should_start", false,
            "ConfigurableHTTPProxy.api_url", "http://10.96.0.3:8001");

    private static final Map<String, String> SERVICES = Map.of(
            "HUB_SERVICE_HOST", "10.96.0.2",
            "HUB_SERVICE_PORT", "8081",
            "PROXY_API_SERVICE_HOST", "10.96.0.3",
            "PROXY_API_SERVICE_PORT", "8001");

    @TempDir
    Path folder;

    @Test
    void helmFindsNoFault() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    /** With every value there is, the hub has the settings that it would have from the values themselves. */
    @Test
    void theHubReadsItsValuesAsTheyAreWritten() throws IOException {
        List<String> refused = List.of("existingSecret:", "command: [jupyter", "args: [--debug]");
        String everything = Files.readString(FOLDER.resolve("gallery/46-helm-everything.yaml"));
        Path values = folder.resolve("values.yaml");
        Files.writeString(
                values,
                String.join(
                        "\n",
                        everything
                                .lines()
                                .filter(line -> refused.stream().noneMatch(line.strip()::startsWith))
                                .toList()));
        Map<String, Object> written = settings(values);
        // The chart makes this secret, and the token comes by the environment.
        written.put(
                "KubeSpawner.image_pull_secrets",
                List.of(
                        Map.of("name", "image-pull-secret"),
                        Map.of("name", "registry-key"),
                        Map.of("name", "notebook-key")));
        written.remove("ConfigurableHTTPProxy.auth_token");
        written.putAll(HERE);

        assertThat(settings(handedOver(render(values)))).containsExactlyInAnyOrderEntriesOf(written);
    }

    @Test
    void whatIsWrittenUnderConfigStandsOverWhatTheChartKnows() throws IOException {
        Map<String, Object> settings = settings(
                handedOver(render("hub: {config: {JupyterHub: {hub_connect_url: 'http://elsewhere:8081'}}}" + TOKEN)));

        assertThat(settings)
                .containsEntry("JupyterHub.hub_connect_url", "http://elsewhere:8081")
                .containsEntry("JupyterHub.db_url", "sqlite:////srv/hubwright/data/hub.sqlite");
    }

    /** As it was published, with an empty revisionHistoryLimit. */
    @Test
    void rendersThePublishedInstallation() throws IOException {
        Map<String, Object> objects = render(
                FOLDER.resolve("sources/helm-azuread.yaml"), Files.writeString(folder.resolve("token.yaml"), TOKEN));

        assertThat(settings(handedOver(objects)))
                .containsEntry("JupyterHub.authenticator_class", "azuread")
                .containsEntry("AzureAdOAuthenticator.enable_auth_state", true);
        assertThat(at(objects, "Deployment/hub", "spec")).asString().doesNotContain("revisionHistoryLimit");
    }

    @Test
    void valuesOfTheHubsPodAreItsPods() throws IOException {
        Map<String, Object> objects = render("""
                hub:
                  image: {name: registry.example.org/hub, tag: "7", pullPolicy: Always}
                  extraEnv: {REGION: north, KEY: {valueFrom: {secretKeyRef: {name: keys, key: hub}}}}
                  nodeSelector: {disk: ssd}
                  baseUrl: /lab/
                  db: {type: postgres, url: "postgresql://hub@db/hub"}
                proxy:
                  secretToken: of-the-proxy
                  service: {type: NodePort, nodePorts: {http: 30080}}
                  https: {enabled: true, type: secret, secret: {name: certificate}}
                ingress: {enabled: true, hosts: [hub.example.org], tls: [{hosts: [hub.example.org], secretName: tls}]}
                """);

        assertThat(at(objects, "Deployment/hub", "spec", "template", "spec"))
                .asString()
                .contains("registry.example.org/hub:7", "imagePullPolicy=Always", "name=REGION, value=north")
                .contains("disk=ssd", "path=/lab/hub/health", "name=KEY, valueFrom=");
        assertThat(at(objects, "Service/proxy-public", "spec"))
                .asString()
                .contains("NodePort", "nodePort=30080", "port=443, targetPort=https");
        assertThat(at(objects, "Deployment/proxy", "spec", "template", "spec"))
                .asString()
                .contains("--ssl-key=/etc/tls/tls.key", "secretName=certificate");
        assertThat(at(objects, "Ingress/jupyterhub", "spec")).asString().contains("host=hub.example.org", "path=/lab/");
    }

    @Test
    void refusesWhatItWouldLeaveOut() throws IOException {
        assertThatThrownBy(() -> render("hub: {existingSecret: values}" + TOKEN))
                .hasMessageContaining("extraEnv");
        assertThatThrownBy(() -> render("hub: {args: [jupyterhub]}" + TOKEN)).hasMessageContaining("hub.config");
        assertThatThrownBy(() -> render("proxy: {secretToken: x, https: {enabled: true, hosts: [a.example.org]}}"))
                .hasMessageContaining("letsencrypt")
                .hasMessageContaining("Ingress");
        assertThatThrownBy(() -> render("httpRoute: {enabled: true}" + TOKEN)).hasMessageContaining("ingress");
    }

    /** One role, however it is installed. */
    @Test
    void givesTheHubTheRightsThatTheManifestsGive() throws IOException {
        Object manifest = null;
        for (Object document : new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(Path.of("..", "deploy", "kubernetes", "base", "role.yaml")))) {
            if (map(document).get("kind").equals("Role")) {
                manifest = map(document).get("rules");
            }
        }

        assertThat(at(render(TOKEN), "Role/hub", "rules")).isEqualTo(manifest);
    }

    private Map<String, Object> render(String values) throws IOException {
        return render(Files.writeString(Files.createTempFile(folder, "values", ".yaml"), values));
    }

    private static Map<String, Object> render(Path... values) {
        TemplateCommand command = new Helm(CHART).template().withName("lab").withNamespace("hub");
        for (Path file : values) {
            command.withValuesFile(file);
        }
        Map<String, Object> objects = new TreeMap<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(command.call())) {
            if (document != null) {
                objects.put(
                        map(document).get("kind") + "/"
                                + map(map(document).get("metadata")).get("name"),
                        document);
            }
        }
        return objects;
    }

    private Path handedOver(Map<String, Object> objects) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "handed-over", ".yaml"),
                at(objects, "Secret/hub", "stringData", "values.yaml").toString());
    }

    private static Map<String, Object> settings(Path values) {
        RawSettings read = Instances.unfold(ConfigurationFiles.read(List.of(values), SERVICES, Installed.all())
                .settings());
        Map<String, Object> settings = new TreeMap<>();
        for (String section : read.sections()) {
            read.section(section).forEach((key, entry) -> settings.put(section + "." + key, entry.value()));
        }
        return settings;
    }

    private static Object at(Object tree, String... path) {
        List<String> gone = new ArrayList<>();
        Object place = tree;
        for (String key : path) {
            gone.add(key);
            place = map(place).get(key);
            assertThat(place).as(gone.toString()).isNotNull();
        }
        return place;
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }
}
