package dev.hubwright.hub.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.LoginRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoAuthenticatorTest {

    private final AuthenticatorFactory factory = new DemoAuthenticatorFactory();

    private Settings settings(String section, Map<String, ?> values) {
        return Settings.read(factory.schema(), RawSettings.of(Map.of(section, values)), Map.of());
    }

    private Authenticator authenticator(Map<String, ?> values) {
        return factory.create(
                settings("DummyAuthenticator", values),
                ProviderContext.builder().build());
    }

    private static AuthResult logIn(Authenticator authenticator, String username, String password) throws Exception {
        return authenticator.authenticate(AuthRequest.password(username, Secret.of(password)));
    }

    private LoginOutcome logIn(Map<String, ?> values) {
        Settings settings = settings("Authenticator", values);
        try (LoginPipeline pipeline = LoginPipeline.builder()
                .authenticator(
                        "default",
                        factory.create(settings, ProviderContext.builder().build()),
                        LoginRules.of(settings, factory.schema()))
                .build()) {
            return pipeline.login(AuthRequest.password("alice", Secret.of("anything")));
        }
    }

    @Test
    void isFoundByItsNames() {
        Providers<AuthenticatorFactory> found =
                Providers.discover(AuthenticatorFactory.class, getClass().getClassLoader());

        for (String name : List.of("demo", "dummy", "jupyterhub.auth.DummyAuthenticator")) {
            assertThat(found.find(name)).containsInstanceOf(DemoAuthenticatorFactory.class);
        }
    }

    @Test
    void believesEveryNameWithThePassword() throws Exception {
        Authenticator authenticator = authenticator(Map.of("password", "wonderland"));

        for (String name : List.of("bob", "Éva Nagy", "a.b-c_d+e@example.org", "7of9")) {
            assertThat(logIn(authenticator, name, "wonderland")).isInstanceOf(AuthResult.Granted.class);
        }
        assertThat(logIn(authenticator, "bob", "Wonderland")).isInstanceOf(AuthResult.Denied.class);
        assertThat(authenticator.health().state()).isEqualTo(Health.State.DEGRADED);
    }

    @Test
    void withoutAPasswordTakesEveryOneButTheEmptyAndSaysSoLoudly() throws Exception {
        for (Map<String, ?> values : List.of(Map.<String, String>of(), Map.of("password", ""))) {
            Authenticator authenticator = authenticator(values);

            assertThat(logIn(authenticator, "bob", "x")).isInstanceOf(AuthResult.Granted.class);
            assertThat(logIn(authenticator, "bob", "")).isInstanceOf(AuthResult.Denied.class);
            assertThat(authenticator.health().state()).isEqualTo(Health.State.DEGRADED);
            assertThat(authenticator.health().message()).contains("ANYBODY").contains("DemoAuthenticator.password");
        }
        assertThat(authenticator(Map.of("allow_any_password", true)).health().message())
                .contains("ANYBODY")
                .contains("allow_any_password");
    }

    @Test
    void letsInEverybodyUnlessUsersAreNamed() {
        assertThat(logIn(Map.of())).isInstanceOf(LoginOutcome.LoggedIn.class);
        assertThat(logIn(Map.of("allowed_users", List.of("alice")))).isInstanceOf(LoginOutcome.LoggedIn.class);
        assertThat(logIn(Map.of("allowed_users", List.of("bob")))).isInstanceOf(LoginOutcome.Refused.class);
        assertThat(logIn(Map.of("allow_all", false))).isInstanceOf(LoginOutcome.Refused.class);
    }
}
