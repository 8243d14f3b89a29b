package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthenticatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of published installations, as plain YAML. */
class SourceSystemsTest {

    @TempDir
    Path folder;

    @Test
    void readsAVirtualMachineWithLdap() throws IOException {
        HubConfiguration configuration = resolve("""
                JupyterHub:
                  authenticator_class: ldapauthenticator.LDAPAuthenticator
                LDAPAuthenticator:
                  server_address: 10.0.0.4
                  bind_dn_template: CN={username},OU=AADDC Users,DC=mytestdomain,DC=onmicrosoft,DC=com
                  lookup_dn: True
                  user_search_base: DC=mytestdomain,DC=onmicrosoft,DC=com
                  user_attribute: sAMAccountName
                  server_port: 389
                  use_ssl: False
                Spawner:
                  cmd: [/anaconda/envs/py35/bin/jupyterhub-singleuser]
                """);

        assertThat(configuration.authenticators().get(0).factory().id()).isEqualTo("ldap");
        assertThat(configuration.warnings()).singleElement().asString().contains("no allow rule");
    }

    @Test
    void readsTheConfigurationOfAHelmChart() throws IOException {
        HubConfiguration configuration = resolve("""
                AzureAdOAuthenticator:
                  client_id: 1b2c
                  client_secret: 12e34567
                  oauth_callback_url: http://localhost:8080/hub/oauth_callback
                  tenant_id: 72f988bf
                  enable_auth_state: true
                JupyterHub:
                  admin_access: true
                  authenticator_class: azuread
                """);

        var azuread = configuration.authenticators().get(0);
        assertThat(azuread.factory().id()).isEqualTo("azuread");
        assertThat(azuread.settings().get(FakeFactories.CLIENT_SECRET).reveal()).isEqualTo("12e34567");
        assertThat(azuread.settings().get(AuthenticatorSettings.ENABLE_AUTH_STATE))
                .isTrue();
        assertThat(configuration.warnings()).anyMatch(warning -> warning.contains("admin_access has no effect"));
    }

    @Test
    void readsBareMetalWithPamAndSudo() throws IOException {
        HubConfiguration configuration = resolve("""
                Application:
                  log_level: 10
                ConfigurableHTTPProxy:
                  command: /opt/jupyterhub/bin/configurable-http-proxy
                JupyterHub:
                  spawner_class: sudospawner.SudoSpawner
                SudoSpawner:
                  sudospawner_path: /opt/jupyterhub/bin/sudospawner
                Spawner:
                  default_url: /lab
                PAMAuthenticator:
                  open_sessions: False
                """);

        assertThat(configuration.authenticators().get(0).factory().id()).isEqualTo("pam");
        assertThat(configuration.spawners().get(0).factory().id()).isEqualTo("sudo");
        assertThat(configuration.logLevel()).isEqualTo("DEBUG");
    }

    private HubConfiguration resolve(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("hub.yaml"), yaml);
        return HubConfiguration.resolve(
                ConfigurationFiles.read(List.of(file), Map.of(), List.of()),
                FakeFactories.AUTHENTICATORS,
                FakeFactories.SPAWNERS,
                Map.of("JUPYTERHUB_CRYPT_KEY", "0".repeat(64)));
    }
}
