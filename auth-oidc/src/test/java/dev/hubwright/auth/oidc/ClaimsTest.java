package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of claims: names, groups and paths. */
class ClaimsTest {

    private static final Map<String, Object> CLAIMS = Map.of(
            "sub", "a1",
            "preferred_username", " alice ",
            "number", 17L,
            "flag", true,
            "account", Map.of("login", "al", "roles", List.of("x", Map.of("name", "y"))),
            "https://example.org/name", "urlish",
            "a/b~c", "pointed",
            "email", "alice@example.org",
            "email_verified", true);

    @ParameterizedTest
    @CsvSource({
        "preferred_username, alice",
        "number, 17",
        "account.login, al",
        "/account/login, al",
        "/account/roles/0, x",
        "/account/roles/1/name, y",
        "https://example.org/name, urlish",
        "/a~1b~0c, pointed",
        "email, alice@example.org",
        "{account.login}-{number}, al-17"
    })
    void findsTheName(String claim, String name) throws Exception {
        assertThat(rule(Map.of("username_claim", claim)).name(CLAIMS)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "missing",
        "flag",
        "account",
        "account.missing",
        "/account/roles/9",
        "/account/login/x",
        "{missing}-{sub}"
    })
    void refusesPeopleWithoutAName(String claim) {
        assertThatThrownBy(() -> rule(Map.of("username_claim", claim)).name(CLAIMS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("preferred_username, sub")
                .hasMessageNotContaining("alice");
    }

    @Test
    void makesNamesByAPattern() throws Exception {
        Map<String, String> mail = Map.of("username_claim", "email", "username_regex", "(.+)@example\\.org");
        assertThat(rule(mail).name(CLAIMS)).isEqualTo("alice");

        Map<String, String> whole = Map.of("username_claim", "number", "username_regex", "\\d+");
        assertThat(rule(whole).name(CLAIMS)).isEqualTo("17");

        Map<String, String> replaced =
                Map.of("username_claim", "email", "username_regex", "(.+)@(.+)\\.org", "username_replacement", "$2-$1");
        assertThat(rule(replaced).name(CLAIMS)).isEqualTo("example-alice");
    }

    @Test
    void refusesNamesThatDoNotMatchAsAWhole() {
        Map<String, Object> evil = new HashMap<>(CLAIMS);
        evil.put("email", "alice@example.org.evil.com");

        assertThatThrownBy(() -> rule(Map.of("username_claim", "email", "username_regex", "(.+)@example\\.org"))
                        .name(evil))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not match GenericOAuthenticator.username_regex");
    }

    @Test
    void takesVerifiedAddressesOnly() throws Exception {
        for (Object verified : new Object[] {false, "true", 1L, null}) {
            Map<String, Object> claims = new HashMap<>(CLAIMS);
            claims.put("email_verified", verified);
            for (String claim : List.of("email", "{email}", "{sub}-{email}")) {
                assertThatThrownBy(() -> rule(Map.of("username_claim", claim)).name(claims))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.result().reason()).isEqualTo(DenialReason.NOT_PERMITTED))
                        .hasMessageContaining("email_verified");
            }
            assertThat(rule(Map.of("username_claim", "email", "require_verified_email", "false"))
                            .name(claims))
                    .isEqualTo("alice@example.org");
        }
    }

    @Test
    void readsGroupsInManyShapes() {
        assertThat(GroupClaims.groups(Optional.empty())).isEmpty();
        assertThat(GroupClaims.groups(Optional.of("one"))).containsExactly("one");
        assertThat(GroupClaims.groups(Optional.of(List.of("a", "b", "a")))).isEqualTo(Set.of("a", "b"));
        assertThat(GroupClaims.groups(Optional.of(List.of(Map.of("name", "a"), Map.of("id", 1L)))))
                .containsExactly("a");
        assertThat(GroupClaims.groups(Optional.of(Map.of("admin", Map.of("org", "x")))))
                .containsExactly("admin");
        assertThat(GroupClaims.groups(Optional.of(List.of(1L, true, " ")))).isEmpty();
        assertThat(GroupClaims.groups(Optional.of(42L))).isEmpty();
    }

    @Test
    void readsGroupsFromWhereTheOperatorSays() throws Exception {
        try (Journey journey = new Journey()) {
            journey.provider.userInfo =
                    claims -> claims.put("resource_access", Map.of("hub", Map.of("roles", List.of("users", "admins"))));
            journey.set("claim_groups_key", "resource_access.hub.roles");
            assertThat(journey.granted().identity().groups()).hasValue(Set.of("users", "admins"));
        }
        try (Journey journey = new Journey()) {
            journey.provider.tokenResponse = response -> response.put("teams", List.of("blue"));
            journey.set("auth_state_groups_key", "token_response.teams");
            AuthResult.Granted granted = journey.granted();
            assertThat(granted.identity().groups()).hasValue(Set.of("blue"));
        }
    }

    private static NameRule rule(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("issuer", "https://sso.example.org");
        all.put("client_id", "hub");
        all.put("client_secret", "x");
        return new NameRule(OidcConfig.of(Journey.settings(all)));
    }
}
