package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginLocalAccountTest extends LoginFixture {

    private static final LocalAccounts ALICE = name -> Optional.of(name)
            .filter("alice"::equals)
            .map(found ->
                    new LocalAccount(found, 1001, 100, Path.of("/home/alice"), "/bin/sh", List.of(), List.of(100L)));

    private LoginOutcome logIn(LocalAccounts accounts, LoginRules rules) {
        return pipeline(builder().authenticator("corp", corp, rules).localAccounts(accounts))
                .login(attempt("alice", "wonderland"));
    }

    private static LoginRules.Builder rules() {
        return LoginRules.builder().allowAll(true);
    }

    @Test
    void whoHasAnAccountComesInUnderWhateverHubName() {
        assertThat(user(logIn(
                                ALICE,
                                rules().requireLocalAccount(1000)
                                        .usernamePrefix("p-")
                                        .build()))
                        .name())
                .isEqualTo("p-alice");
    }

    @Test
    void whoHasNoneIsRefused() {
        assertThat(reason(logIn(
                        name -> Optional.empty(), rules().requireLocalAccount(0).build())))
                .isEqualTo(DenialReason.NOT_PERMITTED);
        assertThat(events.get(0).details().get("detail")).contains("no local account \"alice\"");
    }

    @Test
    void anAccountWithALowIdIsRefused() {
        assertThat(reason(logIn(ALICE, rules().requireLocalAccount(1002).build())))
                .isEqualTo(DenialReason.NOT_PERMITTED);
        assertThat(events.get(0).details().get("detail")).contains("uid 1001").contains("min_uid = 1002");
    }

    @Test
    void anOutageOfTheNameServiceIsNoRefusal() {
        LocalAccounts down = name -> {
            throw ProviderException.retryable("later", "nscd is down");
        };

        assertThat(logIn(down, rules().requireLocalAccount(0).build())).isInstanceOf(LoginOutcome.Unavailable.class);
    }

    @Test
    void theSettingsAskForIt() {
        Map<String, Map<String, Object>> written =
                Map.of("Authenticator", Map.of("allow_all", true, "require_local_account", true, "min_uid", 5000));
        LoginRules rules =
                LoginRules.of(Settings.read(AuthenticatorSettings.SCHEMA, RawSettings.of(written), Map.of()));

        assertThat(reason(logIn(ALICE, rules))).isEqualTo(DenialReason.NOT_PERMITTED);
    }
}
