package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People of {@code load_groups} and {@code load_roles} are those who log in under other spellings of their names. */
@Timeout(60)
class NamedPeopleTest {

    @TempDir
    Path folder;

    private WholeHub hub(Map<String, List<String>> groups, List<Role> roles, Map<Secret, String> tokens)
            throws Exception {
        return new WholeHub(folder, builder -> builder.groups(groups)
                .roles(roles, ScopeTree.standard())
                .apiTokens(tokens)
                .authenticator(
                        request -> AuthResult.granted(Identity.of(request.username())),
                        WholeHub.rules()
                                .usernamePattern(Pattern.compile("[a-z]{3,8}"))
                                .usernameMap(Map.of("Smith", "anna"))
                                .build()));
    }

    private static Role role(String name, String... users) {
        return new Role(name, "", Set.of("list:users"), Set.of(users), Set.of(), Set.of());
    }

    @Test
    void putsPeopleIntoGroupsUnderTheNameOfTheirLogin() throws Exception {
        try (WholeHub hub = hub(Map.of("staff", List.of(" Ada", "SMITH", "ada")), List.of(), Map.of())) {
            assertThat(hub.store.users().all())
                    .filteredOn(user -> user.groups().contains("staff"))
                    .extracting(UserRecord::name)
                    .containsExactlyInAnyOrder("ada", "anna");
            assertThat(hub.store.users().find("Ada")).isEmpty();
        }
    }

    @Test
    void givesRolesToPeopleUnderTheNameOfTheirLogin() throws Exception {
        try (WholeHub hub =
                hub(Map.of(), List.of(role("listers", "Ada", "ada", "SMITH"), role("admin", " Root")), Map.of())) {
            assertThat(hub.api("ada").get("users").status()).isEqualTo(200);
            assertThat(hub.api("anna").get("users").status()).isEqualTo(200);
            assertThat(hub.api("bob").get("users").status()).isEqualTo(403);
            assertThat(hub.store.users().find("root").map(UserRecord::admin)).contains(true);
            assertThat(hub.store.users().find(" Root")).isEmpty();
        }
    }

    @Test
    void knowsThoseStillWhoAreOlderThanThePattern() throws Exception {
        try (HubStore store = store()) {
            for (String name : List.of("x1", "y2", "z3")) {
                store.users().update(name, none -> UserRecord.created(name, false, Instant.EPOCH));
            }
        }

        try (WholeHub hub = hub(
                Map.of("staff", List.of("X1")),
                List.of(role("listers", "y2")),
                Map.of(Secret.of("token-of-z3"), "z3"))) {
            assertThat(hub.store.users().find("x1").orElseThrow().groups()).contains("staff");
            assertThat(hub.api("y2").get("users").status()).isEqualTo(200);
            assertThat(hub.store.users().all())
                    .extracting(UserRecord::name)
                    .contains("z3")
                    .doesNotContain("X1");
        }
    }

    @Test
    void refusesAllNamesThatNobodyCanHaveAtOnceAndKeepsNobody() throws Exception {
        InvalidSettings refused = catchThrowableOfType(InvalidSettings.class, () -> hub(
                        Map.of("staff", List.of("ada", "a/b", "x1")),
                        List.of(role("listers", "ada", "y2")),
                        Map.of(Secret.of("token-of-none"), "z3", Secret.of("another-of-none"), "z3"))
                .close());

        assertThat(refused.problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        token -> assertThat(token)
                                .startsWith("JupyterHub.api_tokens")
                                .contains("\"z3\""),
                        slash -> assertThat(slash)
                                .isEqualTo("JupyterHub.load_groups[staff] has \"a/b\", and this name has a \"/\" in it;"
                                        + " write a user's name"),
                        pattern -> assertThat(pattern)
                                .startsWith("JupyterHub.load_groups[staff] has \"x1\"")
                                .contains("username_pattern", "[a-z]{3,8}", "write a user's name"),
                        role -> assertThat(role)
                                .startsWith("JupyterHub.load_roles[listers].users has \"y2\"")
                                .contains("username_pattern"));
        assertThat(refused).hasMessageNotContaining("of-none");
        try (HubStore store = store()) {
            assertThat(store.users().all()).isEmpty();
        }
    }

    private HubStore store() throws ProviderException {
        return HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), Clock.systemUTC());
    }
}
