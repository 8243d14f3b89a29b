package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.hub.store.Postgres;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chart of deploy/helm, installed, upgraded and removed by Helm on a real node. */
@RequiresEngine({Engine.KUBERNETES, Engine.NOTEBOOK_IMAGE, Engine.BROWSER, Engine.POSTGRESQL, Engine.ROOT})
@Timeout(600)
class HelmIT {

    private static final String VALUES = """
            hub:
              revisionHistoryLimit:
              image: {name: local/NAME-hub, tag: test}
              db: {type: postgres, url: "DATABASE", password: "PASSWORD", pvc: {storageClassName: NAME}}
              resources:
              config:
                JupyterHub: {authenticator_class: dummy}
                DummyAuthenticator: {password: wonderland}
                Authenticator: {allow_all: true}
                KubeSpawner: {k8s_api_verify_ssl: false}
              extraConfig:
                greeting: |
                  c.Spawner.environment = {"GREETING": "hello"}
            proxy:
              service: {type: ClusterIP}
              chp: {resources: }
            singleuser:
              image: {name: local/notebook, tag: "1", pullPolicy: IfNotPresent}
              memory: {guarantee: 64M}
              extraLabels: {team: physics}
              storage: {capacity: 1Mi, dynamic: {storageClass: NAME}}
            scheduling: {userScheduler: {enabled: false}}
            """;

    private static final String VARIABLES = "{.spec.containers[0].env}";

    @TempDir
    Path folder;

    private Installation installation;
    private Postgres database;

    @AfterEach
    void remove() throws Exception {
        if (installation != null) {
            installation.remove();
        }
        if (database != null) {
            database.remove();
        }
    }

    @Test
    void readsValuesAsTheyAreWrittenAndLeavesServersAloneOverAnUpgrade() throws Exception {
        database = new Postgres();
        String name = database.database();
        installation = new Installation(folder);
        try (Relay relay = new Relay(URI.create(database.url(name)).getPort());
                Chromium chromium = new Chromium()) {
            String values = VALUES.replace(
                            "DATABASE",
                            "postgresql://hub@" + Installation.addressForPods() + ":" + relay.port() + "/" + name)
                    .replace("PASSWORD", Postgres.PASSWORD);
            installation.installChart(values);
            Person.openServer(chromium, installation.url("/"), "alice");
            assertThat(installation.get("pod/jupyter-alice", VARIABLES)).contains("GREETING", "hello");
            assertThat(installation.get("pod/jupyter-alice", "{.metadata.labels.team}"))
                    .isEqualTo("physics");
            assertThat(installation.get("pvc/claim-alice", "{.spec.resources.requests.storage}"))
                    .isEqualTo("1Mi");
            String server = installation.uid("jupyter-alice");
            String hub = installation.podsOf("hub");
            String proxy = installation.podsOf("proxy");
            String token = installation.get("secret/hub", "{.data.proxy-token}");

            installation.upgradeChart(values.replace("hello", "welcome"));
            assertThat(installation.podsOf("hub")).isNotEqualTo(hub);
            assertThat(installation.podsOf("proxy")).isEqualTo(proxy);
            assertThat(installation.get("secret/hub", "{.data.proxy-token}")).isEqualTo(token);
            assertThat(installation.uid("jupyter-alice")).isEqualTo(server);
            Person.openServer(chromium, installation.url("/"), "alice");
            Person.openServer(chromium, installation.url("/"), "bob");
            database.execute(name, "SELECT 1 / count(*) FROM users WHERE name = 'bob'");
            assertThat(installation.get("pod/jupyter-bob", VARIABLES)).contains("welcome");
        }

        installation.uninstallChart();
        assertThat(installation.names("deployments,secrets"))
                .doesNotContain("deployment")
                .doesNotContain("secret/hub\n");
        assertThat(installation.names("pvc")).contains("claim-alice", "claim-bob");
    }
}
