package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginRightsTest extends LoginFixture {

    private static final LoginRules OPS =
            LoginRules.builder().allowAll(true).adminGroups(List.of("ops")).build();

    private static Identity alice(String... groups) {
        return Identity.of("alice").withGroups(Set.of(groups));
    }

    private void madeAdmin() {
        users.update("alice", kept -> UserRecord.created("alice", true, START));
    }

    @Test
    void theListOfAdministratorsGrantsAndNeverRevokes() {
        LoginRules listed = LoginRules.builder().adminUsers(List.of(" ALICE ")).build();

        assertThat(user(logIn(listed)).admin()).isTrue();
        assertThat(user(logIn(LoginRules.allowAll())).admin()).isTrue();
    }

    @Test
    void membershipGrantsAndRevokes() {
        assertThat(user(logIn(OPS, alice("ops"))).admin()).isTrue();
        assertThat(user(logIn(OPS, alice("staff"))).admin()).isFalse();
    }

    @Test
    void theListWinsOverMissingMembership() {
        LoginRules both = LoginRules.builder()
                .adminUsers(List.of("alice"))
                .adminGroups(List.of("ops"))
                .build();

        assertThat(user(logIn(both, alice("staff"))).admin()).isTrue();
    }

    @Test
    void theAuthenticatorsOwnVerdictWinsOverAll() {
        madeAdmin();

        assertThat(user(logIn(OPS, alice("ops").withAdmin(false))).admin()).isFalse();
        assertThat(user(logIn(LoginRules.allowAll(), alice().withAdmin(true))).admin())
                .isTrue();
    }

    @Test
    void anAdministratorMadeByHandStaysOne() {
        madeAdmin();

        assertThat(user(logIn(LoginRules.allowAll())).admin()).isTrue();
    }

    @Test
    void authStateIsKeptOnlyWhenThatIsEnabled() {
        Opaque state = Opaque.of(1, Map.of("refresh_token", "r1"));
        corp.keeps(state);

        assertThat(user(logIn(LoginRules.allowAll())).authState()).isEqualTo(Opaque.empty());
        assertThat(user(logIn(LoginRules.builder()
                                .allowAll(true)
                                .enableAuthState(true)
                                .build()))
                        .authState())
                .isEqualTo(state);
        assertThat(user(logIn(LoginRules.allowAll())).authState()).isEqualTo(Opaque.empty());
    }

    @Test
    void aLoginSaysWhenItWas() {
        logIn(LoginRules.allowAll());
        clock.advance(Duration.ofHours(1));

        UserRecord user = user(logIn(LoginRules.allowAll()));

        assertThat(user.created()).isEqualTo(START);
        assertThat(user.authenticated()).contains(START.plusSeconds(3600));
        assertThat(user.lastActivity()).contains(START.plusSeconds(3600));
    }

    @Test
    void theAuditHearsOfEachVerdictOnce() {
        logIn(LoginRules.allowAll());
        pipeline(LoginRules.allowAll()).login(attempt("alice\nroot logged in", "wrong"));

        assertThat(events).hasSize(2);
        assertThat(events.get(0).name()).isEqualTo("login");
        assertThat(events.get(0).subject()).isEqualTo("alice");
        assertThat(events.get(0).details())
                .containsEntry("instance", "corp")
                .containsEntry("from", "192.0.2.7")
                .containsKey("seconds");
        assertThat(events.get(1).name()).isEqualTo("login-refused");
        assertThat(events.get(1).subject()).isEqualTo("alice?root logged in");
        assertThat(events.get(1).details()).containsEntry("reason", "BAD_CREDENTIALS");
        assertThat(events.toString()).doesNotContain("wonderland").doesNotContain("wrong");
    }

    @Test
    void theAuditNamesWhomTheRulesRefuseWhoHasTypedNoName() {
        LoginRules blocking = LoginRules.builder().blockedUsers(Set.of("alice")).build();
        corp.answers(request -> AuthResult.granted(alice()));

        pipeline(blocking)
                .login("corp", AuthRequest.builder().peerAddress("192.0.2.7").build());

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.subject()).isEqualTo("alice");
            assertThat(event.details()).containsEntry("reason", "BLOCKED");
        });
    }
}
