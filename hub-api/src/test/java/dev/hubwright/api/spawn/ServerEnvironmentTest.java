package dev.hubwright.api.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerEnvironmentTest {

    @Test
    void knowsWhichVariablesAreSecret() {
        ServerEnvironment environment = ServerEnvironment.of(Map.of("JUPYTERHUB_SERVICE_PREFIX", "/user/a/"))
                .with("IDENTITY_HEADER", Secret.of("s3cret"))
                .with("LANG", "C");

        assertThat(environment.secretNames())
                .containsExactlyInAnyOrder("JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN", "IDENTITY_HEADER");
        assertThat(environment.boundTo("127.0.0.1", 1)).containsEntry("IDENTITY_HEADER", "s3cret");
        assertThat(environment.toString()).doesNotContain("s3cret");
    }
}
