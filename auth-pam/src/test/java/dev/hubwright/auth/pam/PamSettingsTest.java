package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PamSettingsTest {

    private final PamAuthenticatorFactory factory = new PamAuthenticatorFactory();

    @Test
    void hasTheDefaultsOfJupyterHub() {
        PamConfig config = PamConfig.of(read(Map.of()));

        assertThat(config.service()).isEqualTo("login");
        assertThat(config.encoding()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(config.checkAccount()).isTrue();
        assertThat(config.openSessions()).isFalse();
        assertThat(config.executorThreads()).isEqualTo(4);
        assertThat(config.normalizeUsername()).isFalse();
        assertThat(config.createSystemUsers()).isFalse();
        assertThat(config.minUid()).isEqualTo(1000);
    }

    @Test
    void readsOldNamesWithAWarningAndEachSection() {
        Settings settings = read(Map.of(
                "PAMAuthenticator.group_whitelist", List.of("staff"),
                "LocalAuthenticator.admin_groups", "wheel",
                "PAMAuthenticator.encoding", "latin1"));

        assertThat(settings.get(AuthenticatorSettings.ALLOWED_GROUPS)).containsExactly("staff");
        assertThat(settings.get(AuthenticatorSettings.ADMIN_GROUPS)).containsExactly("wheel");
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .contains("group_whitelist")
                .contains("allowed_groups");
        assertThat(PamConfig.of(settings).encoding()).isEqualTo(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsHowAccountsAreMade() {
        PamConfig config = PamConfig.of(read(Map.of(
                "LocalAuthenticator.create_system_users", true,
                "LocalAuthenticator.add_user_cmd", List.of("useradd", "--comment", "USERNAME of the hub"),
                "PAMAuthenticator.uids", Map.of("alice", 1234))));

        AccountMaker maker = new AccountMaker(config, name -> Optional.empty());
        assertThat(maker.command("alice"))
                .containsExactly("useradd", "--comment", "alice of the hub", "--uid", "1234", "alice");
        assertThat(maker.command("bob")).containsExactly("useradd", "--comment", "bob of the hub", "bob");
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "PAMAuthenticator.service",
                        "../login",
                        "PAMAuthenticator.encoding",
                        "utf-99",
                        "PAMAuthenticator.executor_threads",
                        0,
                        "LocalAuthenticator.uids",
                        Map.of("alice", 0))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("PAMAuthenticator.service")
                .hasMessageContaining("PAMAuthenticator.encoding")
                .hasMessageContaining("PAMAuthenticator.executor_threads")
                .hasMessageContaining("LocalAuthenticator.uids");
    }

    @Test
    void refusesToWantAnAccountBeforeItIsMade() {
        Settings settings =
                read(Map.of("PAMAuthenticator.create_system_users", true, "Authenticator.require_local_account", true));

        assertThat(factory.validate(settings))
                .extracting(Problem::path)
                .containsExactly("PAMAuthenticator.create_system_users");
        assertThatThrownBy(
                        () -> factory.create(settings, ProviderContext.builder().build()))
                .isInstanceOf(InvalidSettings.class);
    }

    @Test
    void warnsOfWhatLetsInTooManyAndOfWhatHasNoEffect() {
        Settings settings =
                read(Map.of("PAMAuthenticator.check_account", false, "LocalAuthenticator.uids", Map.of("alice", 1234)));

        assertThat(factory.warnings(settings))
                .extracting(Problem::path)
                .containsExactly("PAMAuthenticator.check_account", "LocalAuthenticator.uids");
    }

    private Settings read(Map<String, Object> values) {
        RawSettings raw = RawSettings.empty();
        for (Map.Entry<String, Object> each : values.entrySet()) {
            String[] path = each.getKey().split("\\.");
            raw = raw.with(path[0], path[1], each.getValue(), Origin.CODE);
        }
        return Settings.read(factory.schema(), raw, Map.of());
    }
}
