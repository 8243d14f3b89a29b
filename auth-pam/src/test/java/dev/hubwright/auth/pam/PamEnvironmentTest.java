package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PamEnvironmentTest {

    @Test
    void passesOnWhatDoesNotChangeWhatRuns() {
        Map<String, String> variables = Map.of(
                "KRB5CCNAME", "FILE:/tmp/krb5cc_1000",
                "PATH", "/evil",
                "LD_PRELOAD", "/evil.so",
                "HOME", "/elsewhere",
                "JUPYTERHUB_API_TOKEN", "theirs");

        Opaque kept = PamEnvironment.toKeep(variables);

        assertThat(PamEnvironment.kept(kept)).isEqualTo(Map.of("KRB5CCNAME", "FILE:/tmp/krb5cc_1000"));
        assertThat(PamEnvironment.toKeep(Map.of("PATH", "/usr/bin"))).isEqualTo(Opaque.empty());
        assertThat(PamEnvironment.kept(Opaque.empty())).isEmpty();
    }
}
