package dev.hubwright.examples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

// quote
class BadgeAuthenticatorTest extends AuthenticatorContract {

    private final BadgeAuthenticatorFactory factory = new BadgeAuthenticatorFactory();

    @Override
    protected Authenticator authenticator() {
        return factory.create(
                settings(Map.of("alice", "4711")), ProviderContext.builder().build());
    }

    @Override
    protected String username() {
        return "alice";
    }

    @Override
    protected Secret password() {
        return Secret.of("4711");
    }

    @Test
    void refusesABadgeWithoutANumber() {
        assertThatThrownBy(() -> settings(Map.of("alice", "")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("BadgeAuthenticator.badges");
    }

    private Settings settings(Map<String, String> badges) {
        return Settings.read(
                factory.schema(), RawSettings.of(Map.of("BadgeAuthenticator", Map.of("badges", badges))), Map.of());
    }
}
// end of quote
